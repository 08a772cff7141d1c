package io.graft.persistence.tck.simulated;

import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ScratchSpace;
import io.graft.api.persistence.ScratchSpaces;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.tck.Misconfigurations;
import io.graft.persistence.tck.ServerControl;
import io.graft.persistence.tck.StoreContent;
import io.graft.persistence.tck.TestedProvider;
import io.graft.persistence.tck.oracle.MemoryDocumentStore;
import io.graft.persistence.tck.oracle.MemoryEventStore;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A provider that keeps every rule, over memory and a simulated server. Broken ones override one thing of it. */
public class SimulatedProvider implements TestedProvider {

    static final String PASSWORD = "not the password";

    private final SimulatedServer server = new SimulatedServer(this::crashed, patientForEver());
    private final Set<String> content = ConcurrentHashMap.newKeySet();

    @Override
    public final String name() {
        return "simulated";
    }

    @Override
    public final Duration timeout() {
        return SimulatedServer.TIMEOUT;
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(3);
    }

    @Override
    public final ScratchSpaces spaces() {
        return Space::new;
    }

    @Override
    public final Optional<ServerControl> server() {
        return Optional.of(server);
    }

    @Override
    public final Optional<StoreContent> content() {
        return Optional.of(() -> Set.copyOf(content));
    }

    @Override
    public final Optional<Misconfigurations> misconfigurations() {
        return Optional.of(new Misconfigurations() {
            @Override
            public Optional<Misconfigured> wrongPassword() {
                return Optional.of(new Misconfigured(SimulatedProvider.this::openWithWrongPassword, PASSWORD));
            }

            @Override
            public Optional<Misconfigured> wrongDatabase() {
                return Optional.of(new Misconfigured(() -> refuse("there is no database 99"), ""));
            }

            @Override
            public Optional<Misconfigured> nobodyListening() {
                return Optional.of(new Misconfigured(() -> refuse("nobody listens at 127.0.0.1:1"), ""));
            }
        });
    }

    private static ScratchSpace refuse(String message) {
        throw new StoreUnavailableException(Reason.UNREACHABLE, message);
    }

    /** Opens with a password that is wrong. */
    protected ScratchSpace openWithWrongPassword() {
        return refuse("the server does not take the password of user graft");
    }

    /** Whether calls wait for a frozen server without bound. */
    protected boolean patientForEver() {
        return false;
    }

    /** The store that callers get. */
    protected EventStore events(EventStore sound) {
        return sound;
    }

    /** The collection that callers get. */
    protected DocumentCollection collection(DocumentCollection sound) {
        return sound;
    }

    /** The server was killed. */
    protected void crashed() {}

    /** A space is opened or reopened. */
    protected void opening() {}

    /** A space is about to be closed, before it is opened again or for ever. */
    protected void closing(EventStore events) {}

    /** Whether a closed space's data is removed. */
    protected boolean removes() {
        return true;
    }

    /** The memory behind a new space's event store. */
    protected MemoryEventStore memory() {
        return new MemoryEventStore();
    }

    /** Ends the store of a closed space. */
    protected void end(MemoryEventStore store) {
        store.close();
    }

    private final class Space implements ScratchSpace {

        private final String name = "space " + UUID.randomUUID();
        private MemoryEventStore memory = memory();
        private MemoryDocumentStore documentMemory = new MemoryDocumentStore();
        private EventStore events;

        Space() {
            server.call(true);
            content.add(name);
            opening();
            events = SimulatedProvider.this.events(new ServedEventStore(memory, server));
        }

        @Override
        public EventStore events() {
            return events;
        }

        @Override
        public DocumentStore documents() {
            MemoryDocumentStore sound = documentMemory;
            return spec -> SimulatedProvider.this.collection(new ServedCollection(sound.collection(spec), server));
        }

        @Override
        public String server() {
            return "a simulated server";
        }

        @Override
        public void reopen() {
            closing(memory);
            end(memory);
            documentMemory.close();
            server.call(false);
            opening();
            memory = memory.reopened();
            documentMemory = documentMemory.reopened();
            events = SimulatedProvider.this.events(new ServedEventStore(memory, server));
        }

        @Override
        public void close() {
            end(memory);
            documentMemory.close();
            if (removes()) {
                content.remove(name);
            }
        }
    }
}
