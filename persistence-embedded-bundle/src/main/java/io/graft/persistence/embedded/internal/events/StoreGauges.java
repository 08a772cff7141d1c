package io.graft.persistence.embedded.internal.events;

import io.graft.api.metrics.Metrics;
import io.graft.persistence.embedded.internal.events.codec.Names;
import io.graft.persistence.embedded.internal.events.segment.LiveSegment;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the metrics tell of the size of a store. */
final class StoreGauges implements AutoCloseable {

    private final List<Metrics.Registration> registrations;

    StoreGauges(Tables tables, Names names, Metrics metrics) {
        registrations = List.of(
                metrics.gauge(
                        "graft_store_segments",
                        "Files of events.",
                        () -> tables.state().segments().size(),
                        "store",
                        "events"),
                metrics.gauge(
                        "graft_store_segment_bytes",
                        "Size of the files of events.",
                        () -> sum(tables, live -> live.segment().length()),
                        "store",
                        "events"),
                metrics.gauge(
                        "graft_store_purge_pending_events",
                        "Events that are deleted and still take space.",
                        () -> sum(tables, live -> live.deleted().count()),
                        "store",
                        "events"),
                metrics.gauge(
                        "graft_store_memory_bytes",
                        "Memory that events take which are in the log and not in a file yet.",
                        () -> tables.state().memory().stream()
                                .mapToDouble(memory -> memory.table().bytes())
                                .sum(),
                        "store",
                        "events"),
                metrics.gauge(
                        "graft_store_names",
                        "Different names of devices, sources, resources and series.",
                        names::size,
                        "store",
                        "events"));
    }

    private static double sum(Tables tables, ToDoubleFunction<LiveSegment> value) {
        return tables.state().segments().stream().mapToDouble(value).sum();
    }

    @Override
    public void close() {
        registrations.forEach(Metrics.Registration::close);
    }
}
