package io.graft.persistence.embedded.internal;

import io.graft.api.metrics.Metrics;
import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.log.CommitLimits;
import io.graft.persistence.embedded.internal.documents.EmbeddedDocumentStore;
import io.graft.persistence.embedded.internal.events.EmbeddedEventStore;
import io.graft.persistence.embedded.internal.events.EventSettings;
import java.util.List;

/**
 * The stores that the provider has, and how each is opened.
 *
 * @param documentLogBytes the size of each of the two files of the documents' log
 * @param events how the store of events is run; its limits hold for the documents, too
 */
record StoreParts(int documentLogBytes, EventSettings events) {

    static final String DOCUMENTS = "documents";
    static final String EVENTS = "events";

    private static final int DOCUMENT_LOG_BYTES = 2 << 20;
    private static final int SCRATCH_LOG_BYTES = 1 << 20;

    /** The stores of the gateway. */
    static StoreParts of(EventSettings events) {
        return new StoreParts(DOCUMENT_LOG_BYTES, events);
    }

    /** The same within other limits. */
    StoreParts within(CommitLimits limits) {
        return new StoreParts(
                documentLogBytes,
                new EventSettings(events.logSegmentBytes(), events.tableBytes(), events.mostNames(), limits));
    }

    /** The same with smaller logs: scratch spaces come by the hundred, and each log is written once when it is created. */
    StoreParts scratch() {
        int eventLogBytes = Math.min(SCRATCH_LOG_BYTES, events.logSegmentBytes());
        return new StoreParts(
                Math.min(SCRATCH_LOG_BYTES / 4, documentLogBytes),
                new EventSettings(eventLogBytes, events.tableBytes(), events.mostNames(), events.limits()));
    }

    /** The stores, in the order in which they are opened. */
    List<StorePart> with(Metrics metrics) {
        return List.of(
                new StorePart(
                        DOCUMENTS,
                        DocumentStore.class,
                        disk -> EmbeddedDocumentStore.open(disk, documentLogBytes, events.limits(), metrics)),
                new StorePart(EVENTS, EventStore.class, disk -> EmbeddedEventStore.open(disk, events, metrics)));
    }
}
