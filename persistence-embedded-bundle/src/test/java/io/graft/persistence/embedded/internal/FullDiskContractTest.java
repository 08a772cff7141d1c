package io.graft.persistence.embedded.internal;

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ScratchSpace;
import io.graft.api.persistence.ScratchSpaces;
import io.graft.log.CommitLimits;
import io.graft.log.disk.RecordingDisk;
import io.graft.persistence.embedded.internal.documents.EmbeddedDocumentStore;
import io.graft.persistence.embedded.internal.events.EmbeddedEventStore;
import io.graft.persistence.embedded.internal.events.EventSettings;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.Checks;
import io.graft.persistence.tck.Fault;
import io.graft.persistence.tck.ServerControl;
import io.graft.persistence.tck.TestedProvider;
import io.graft.persistence.tck.junit.ProviderContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The embedded provider keeps the contract on a disk without space, one that gives none even for overwrites. */
class FullDiskContractTest extends ProviderContract {

    private static final EventSettings SETTINGS = new EventSettings(64 << 10, 1 << 20, 10_000, CommitLimits.DEFAULT);

    private final RecordingDisk events = new RecordingDisk();
    private final RecordingDisk documents = new RecordingDisk();

    @Override
    protected List<Check> checks() {
        return Checks.all().stream()
                .filter(check -> check.id().startsWith("faults.full-disk"))
                .toList();
    }

    @Override
    protected String reportName(TestedProvider provider) {
        return "embedded-full-disk";
    }

    @Override
    protected TestedProvider provider() {
        return new TestedProvider() {
            @Override
            public String name() {
                return "embedded";
            }

            @Override
            public ScratchSpaces spaces() {
                return RecordedSpace::new;
            }

            @Override
            public Optional<ServerControl> server() {
                return Optional.of(new ServerControl() {
                    @Override
                    public Optional<Fault> fullDisk() {
                        return Optional.of(new FullDisk());
                    }
                });
            }
        };
    }

    private final class FullDisk implements Fault {
        @Override
        public void begin() {
            events.fillUp(0, true);
            documents.fillUp(0, true);
        }

        @Override
        public void end() {
            events.heal();
            documents.heal();
        }
    }

    private final class RecordedSpace implements ScratchSpace {

        private EmbeddedEventStore openEvents;
        private EmbeddedDocumentStore openDocuments;

        RecordedSpace() {
            open();
        }

        private void open() {
            try {
                openEvents = EmbeddedEventStore.open(events, SETTINGS, new LateMetrics());
                openDocuments =
                        EmbeddedDocumentStore.open(documents, 64 << 10, CommitLimits.DEFAULT, new LateMetrics());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public EventStore events() {
            return openEvents;
        }

        @Override
        public DocumentStore documents() {
            return openDocuments;
        }

        @Override
        public String server() {
            return "files in memory";
        }

        @Override
        public void reopen() {
            close();
            open();
        }

        @Override
        public void close() {
            try {
                openEvents.close();
                openDocuments.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
