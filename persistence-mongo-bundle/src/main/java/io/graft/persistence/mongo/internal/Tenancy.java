package io.graft.persistence.mongo.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * The stores that one instance of the provider has open, so that those of a changed configuration can take a name space
 * over from those of the old one. Safe for use by many threads.
 */
final class Tenancy {

    private final String provider;
    private final List<MongoStores> open = new ArrayList<>();

    Tenancy(String provider) {
        this.provider = provider;
    }

    String provider() {
        return provider;
    }

    synchronized void opened(MongoStores stores) {
        open.add(stores);
    }

    synchronized void closed(MongoStores stores) {
        open.remove(stores);
    }

    /** The stores that hold a name space under this lease, if they are of this instance. */
    synchronized MongoStores holder(String instance) {
        return open.stream()
                .filter(stores -> stores.lease().instance().equals(instance))
                .findFirst()
                .orElse(null);
    }

    /** All tenancies are equal: who holds what is not a setting. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Tenancy;
    }

    @Override
    public int hashCode() {
        return 1;
    }
}
