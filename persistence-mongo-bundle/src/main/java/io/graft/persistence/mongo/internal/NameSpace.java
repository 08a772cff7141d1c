package io.graft.persistence.mongo.internal;

import java.util.Optional;

/**
 * What the collections of a name space are called.
 *
 * @param prefix what all of them begin with; empty for the real stores
 */
public record NameSpace(String prefix) {

    private static final String LEASE = "lease";

    static NameSpace of(String name) {
        return new NameSpace(name.isEmpty() ? "" : name + ".");
    }

    /** The name space whose lease is in a collection, unless it is the real one. */
    static Optional<String> ofCollection(String collection) {
        return collection.endsWith("." + LEASE)
                ? Optional.of(collection.substring(0, collection.length() - LEASE.length() - 1))
                : Optional.empty();
    }

    public String events() {
        return prefix + "events";
    }

    /** The pieces of events that are too large for one document. */
    public String parts() {
        return prefix + "events.parts";
    }

    public String counts() {
        return prefix + "events.counts";
    }

    /** Which collections of documents there are, and by which fields they can be searched. */
    public String specifications() {
        return prefix + "documents";
    }

    public String documents(String collection) {
        return prefix + "documents." + collection;
    }

    String lease() {
        return prefix + LEASE;
    }
}
