package io.graft.persistence.tck.oracle;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.InvalidQueryException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The contract of {@link DocumentStore} taken literally, in memory: slow, simple, exact. What every provider is
 * compared with, and a store for the tests of services. Safe for use by many threads.
 */
public class MemoryDocumentStore implements DocumentStore, AutoCloseable {

    private final Map<String, MemoryCollection> collections;
    private volatile boolean closed;

    /** An empty store. */
    public MemoryDocumentStore() {
        this(new ConcurrentHashMap<>());
    }

    private MemoryDocumentStore(Map<String, MemoryCollection> collections) {
        this.collections = collections;
    }

    /** Another store on the same documents, as if this one, which must be closed, had been opened again. */
    public MemoryDocumentStore reopened() {
        MemoryDocumentStore again = new MemoryDocumentStore(new ConcurrentHashMap<>());
        collections.forEach((name, collection) -> again.collections.put(name, collection.of(again)));
        return again;
    }

    /** Another store with the documents that this one has now. */
    public MemoryDocumentStore copy() {
        MemoryDocumentStore other = new MemoryDocumentStore(new HashMap<>());
        collections.forEach((name, collection) -> other.collections.put(name, collection.copy(other)));
        return other;
    }

    @Override
    public DocumentCollection collection(CollectionSpec spec) {
        requireOpen();
        return collections.compute(spec.name(), (name, existing) -> {
            if (existing == null) {
                return new MemoryCollection(this, spec);
            }
            Set<String> added = new HashSet<>(spec.unique());
            added.removeAll(existing.spec().unique());
            if (!added.isEmpty()) {
                throw new InvalidQueryException("collection " + name + " exists, and " + added
                        + " is not unique in it; a unique field can't be" + " added later");
            }
            existing.add(spec);
            return existing;
        });
    }

    /** Every later call fails. */
    @Override
    public void close() {
        closed = true;
    }

    void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException(Reason.CLOSED, "the store is closed");
        }
    }
}
