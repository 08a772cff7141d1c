package io.graft.persistence.tck.simulated;

import io.graft.api.model.Event;
import io.graft.api.persistence.AppendResult;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ScratchSpace;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.tck.oracle.MemoryEventStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** Providers that do one thing wrong when they are opened or closed, or when their server fails. */
final class BrokenLifeCycles {

    private BrokenLifeCycles() {}

    /** Remembers the last event that was acknowledged, which is not durable. */
    private abstract static class WritesLate extends SimulatedProvider {

        volatile EventStore last;
        volatile UUID lastId = new UUID(0, 0);

        @Override
        protected EventStore events(EventStore sound) {
            return new ForwardingEventStore(sound) {
                @Override
                public AppendResult append(List<Event> batch) {
                    AppendResult result = super.append(batch);
                    if (!batch.isEmpty()) {
                        lastId = batch.get(batch.size() - 1).id();
                    }
                    return result;
                }
            };
        }

        @Override
        protected MemoryEventStore memory() {
            MemoryEventStore memory = super.memory();
            last = memory;
            return memory;
        }
    }

    static final class LosesAtCrash extends WritesLate {
        @Override
        protected void crashed() {
            last.delete(lastId);
        }
    }

    static final class LosesAtClose extends WritesLate {
        @Override
        protected void closing(EventStore events) {
            events.delete(lastId);
        }
    }

    static final class LeavesThread extends SimulatedProvider {

        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        protected void opening() {
            Thread thread = new Thread(
                    () -> {
                        try {
                            end.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "simulated-client");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() {
            end.countDown();
        }
    }

    static final class LeavesHandle extends SimulatedProvider {

        private final List<InputStream> open = new ArrayList<>();

        @Override
        protected void opening() {
            try {
                open.add(Files.newInputStream(Path.of("pom.xml")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            for (InputStream each : open) {
                each.close();
            }
        }
    }

    static final class AnswersClosed extends SimulatedProvider {
        @Override
        protected void end(MemoryEventStore store) {}
    }

    static final class WaitsForEver extends SimulatedProvider {
        @Override
        protected boolean patientForEver() {
            return true;
        }
    }

    static final class LeavesData extends SimulatedProvider {
        @Override
        protected boolean removes() {
            return false;
        }
    }

    static final class SharesData extends SimulatedProvider {

        private final MemoryEventStore shared = new MemoryEventStore();

        @Override
        protected MemoryEventStore memory() {
            return shared;
        }

        @Override
        protected void end(MemoryEventStore store) {}
    }

    static final class TellsPassword extends SimulatedProvider {
        @Override
        protected ScratchSpace openWithWrongPassword() {
            throw new StoreUnavailableException(
                    Reason.UNREACHABLE,
                    "the server refuses the connection",
                    new IllegalStateException("AUTH graft " + PASSWORD));
        }
    }

    static final class TakesAnyPassword extends SimulatedProvider {
        @Override
        protected ScratchSpace openWithWrongPassword() {
            return spaces().open();
        }
    }
}
