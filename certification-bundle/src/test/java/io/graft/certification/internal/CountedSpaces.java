package io.graft.certification.internal;

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ScratchSpace;
import io.graft.api.persistence.ScratchSpaces;
import io.graft.persistence.tck.oracle.MemorySpaces;
import java.util.concurrent.atomic.AtomicInteger;

/** Spaces in memory; counts those that are open. */
final class CountedSpaces implements ScratchSpaces {

    private final ScratchSpaces spaces = new MemorySpaces();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();

    int left() {
        return open.get();
    }

    int opened() {
        return opened.get();
    }

    @Override
    public ScratchSpace open() {
        ScratchSpace space = spaces.open();
        open.incrementAndGet();
        opened.incrementAndGet();
        return new ScratchSpace() {
            private boolean closed;

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
                return "memory";
            }

            @Override
            public void reopen() {
                space.reopen();
            }

            @Override
            public void close() {
                space.close();
                if (!closed) {
                    closed = true;
                    open.decrementAndGet();
                }
            }
        };
    }
}
