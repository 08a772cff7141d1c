package io.graft.persistence.binding;

import io.graft.api.model.Event;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Appends to the store that is bound, unless events are diverted, and tells who follows. Safe for many threads. */
final class StoreWriter {

    private final String service;
    private final StoreGate<EventStore> gate;
    private final Turnstile changes;
    private final Followers followers;

    StoreWriter(String service, StoreGate<EventStore> gate, Turnstile changes, Followers followers) {
        this.service = service;
        this.gate = gate;
        this.changes = changes;
        this.followers = followers;
    }

    /** Appends a batch to the store that is bound now; gives the ids that were there already. */
    Set<UUID> append(List<Event> batch) {
        return within(gate.enterNow(), "append", store -> {
            Set<UUID> there;
            try {
                there = store.append(batch).duplicates();
            } catch (StoreException e) {
                followers.appended(batch); // the store may have some of them, which are duplicates when it is repeated
                throw e;
            }
            followers.appended(without(batch, there));
            return there;
        });
    }

    /** Appends what was spooled; some of it may be in the store already, without anybody having heard of it. */
    void replay(Lease<EventStore> lease, List<Event> batch) {
        if (!lease.enter()) {
            throw new StoreUnavailableException(Reason.CLOSED, "the store is being closed");
        }
        this.<Void>within(lease, "drain", store -> {
            Set<UUID> there = store.append(batch).duplicates();
            followers.appended(without(batch, there));
            if (!there.isEmpty() && !followers.none()) {
                followers.appended(there.stream()
                        .map(store::event)
                        .flatMap(Optional::stream)
                        .toList());
            }
            return null;
        });
    }

    /** Changes the store of a lease that was entered, unless events are diverted; leaves the lease. */
    private <R> R within(Lease<EventStore> lease, String operation, Function<EventStore, R> change) {
        try {
            if (!changes.enter()) {
                throw new StoreUnavailableException(Reason.CLOSED, service + " has its events diverted");
            }
            try {
                return gate.call(lease, operation, change);
            } finally {
                changes.leave();
            }
        } finally {
            lease.leave();
        }
    }

    private static List<Event> without(List<Event> batch, Set<UUID> duplicates) {
        return duplicates.isEmpty()
                ? batch
                : batch.stream()
                        .filter(event -> !duplicates.contains(event.id()))
                        .toList();
    }
}
