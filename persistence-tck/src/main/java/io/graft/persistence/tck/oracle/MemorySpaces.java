package io.graft.persistence.tck.oracle;

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ScratchSpace;
import io.graft.api.persistence.ScratchSpaces;

/** Scratch spaces over stores in memory; a space keeps its data when it is opened again. */
public final class MemorySpaces implements ScratchSpaces {

    @Override
    public ScratchSpace open() {
        return new Space();
    }

    private static final class Space implements ScratchSpace {

        private MemoryEventStore events = new MemoryEventStore();
        private MemoryDocumentStore documents = new MemoryDocumentStore();

        @Override
        public EventStore events() {
            return events;
        }

        @Override
        public DocumentStore documents() {
            return documents;
        }

        @Override
        public String server() {
            return "the memory of this process";
        }

        @Override
        public void reopen() {
            close();
            events = events.reopened();
            documents = documents.reopened();
        }

        @Override
        public void close() {
            events.close();
            documents.close();
        }
    }
}
