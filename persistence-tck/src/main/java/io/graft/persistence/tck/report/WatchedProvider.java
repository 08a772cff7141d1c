package io.graft.persistence.tck.report;

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ScratchSpace;
import io.graft.api.persistence.ScratchSpaces;
import io.graft.persistence.tck.BundleUnderTest;
import io.graft.persistence.tck.Misconfigurations;
import io.graft.persistence.tck.ServerControl;
import io.graft.persistence.tck.StoreContent;
import io.graft.persistence.tck.TestedProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** A provider that remembers what server its spaces are in, and which of them are still open. */
final class WatchedProvider implements TestedProvider {

    private final TestedProvider provider;
    private final Set<ScratchSpace> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<String> server = new AtomicReference<>("");
    private final ScratchSpaces spaces = this::opened;

    WatchedProvider(TestedProvider provider) {
        this.provider = provider;
    }

    /** What the first space was connected to; empty as long as none was opened. */
    String connectedTo() {
        return server.get();
    }

    private ScratchSpace opened() {
        ScratchSpace space = new WatchedSpace(provider.spaces().open());
        open.add(space);
        server.compareAndSet("", space.server());
        return space;
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public String version() {
        return provider.version();
    }

    @Override
    public ScratchSpaces spaces() {
        return spaces;
    }

    @Override
    public Duration timeout() {
        return provider.timeout();
    }

    @Override
    public Duration patience() {
        return provider.patience();
    }

    @Override
    public Optional<ServerControl> server() {
        return provider.server();
    }

    @Override
    public Optional<Misconfigurations> misconfigurations() {
        return provider.misconfigurations();
    }

    @Override
    public Optional<StoreContent> content() {
        return provider.content();
    }

    @Override
    public Optional<BundleUnderTest> bundle() {
        return provider.bundle();
    }

    @Override
    public void close() throws IOException {
        try {
            closeSpaces();
        } finally {
            provider.close();
        }
    }

    private void closeSpaces() {
        RuntimeException first = null;
        for (ScratchSpace space : open) {
            try {
                space.close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private final class WatchedSpace implements ScratchSpace {

        private final ScratchSpace space;

        WatchedSpace(ScratchSpace space) {
            this.space = space;
        }

        @Override
        public EventStore events() {
            return space.events();
        }

        @Override
        public DocumentStore documents() {
            return space.documents();
        }

        @Override
        public String server() {
            return space.server();
        }

        @Override
        public void reopen() {
            space.reopen();
        }

        @Override
        public void close() {
            space.close();
            open.remove(this);
        }
    }
}
