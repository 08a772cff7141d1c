package io.graft.persistence.binding.internal.migration;

import io.graft.api.model.Event;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.binding.Diversion;
import io.graft.persistence.binding.EventChanges;
import io.graft.persistence.binding.Following;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A service that keeps events in one of several stores, as the gate does it, and is moved between them. */
final class TestService implements EventTraffic {

    final Map<String, EventStore> stores = new ConcurrentHashMap<>();
    final StoreDirectory<EventStore> directory = new StoreDirectory<>("events");
    private final List<EventChanges> followers = new CopyOnWriteArrayList<>();
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    private final List<Event> spool = new ArrayList<>();
    private volatile String provider;
    private volatile boolean diverted;

    TestService(String provider) {
        this.provider = provider;
    }

    TestService with(String name, EventStore store) {
        stores.put(name, store);
        directory.add(store, Map.of("persistence.provider", name));
        return this;
    }

    void append(Event event) {
        gate.readLock().lock();
        try {
            if (diverted) {
                synchronized (spool) {
                    spool.add(event);
                }
                return;
            }
            stores.get(provider).append(List.of(event));
            followers.forEach(each -> each.appended(List.of(event)));
        } finally {
            gate.readLock().unlock();
        }
    }

    void delete(UUID id) {
        change(() -> {
            stores.get(provider).delete(id);
            followers.forEach(each -> each.deleted(id));
        });
    }

    void delete(EventFilter filter) {
        change(() -> {
            followers.forEach(each -> each.deleting(filter));
            stores.get(provider).delete(filter);
            followers.forEach(each -> each.deleted(filter));
        });
    }

    /** Deletes wait while appends are diverted. */
    private void change(Runnable change) {
        while (true) {
            gate.readLock().lock();
            try {
                if (!diverted) {
                    change.run();
                    return;
                }
            } finally {
                gate.readLock().unlock();
            }
            Thread.onSpinWait();
        }
    }

    void bind(String name) {
        provider = name;
    }

    @Override
    public Optional<String> provider() {
        return Optional.ofNullable(provider);
    }

    @Override
    public Following follow(EventChanges changes) {
        followers.add(changes);
        return () -> followers.remove(changes);
    }

    int followers() {
        return followers.size();
    }

    @Override
    public Diversion divert(Duration timeout) {
        gate.writeLock().lock();
        try {
            diverted = true;
        } finally {
            gate.writeLock().unlock();
        }
        return () -> {
            gate.writeLock().lock();
            try {
                diverted = false;
                drain();
                followers.forEach(each -> each.appended(List.copyOf(spool)));
                spool.clear();
            } finally {
                gate.writeLock().unlock();
            }
        };
    }

    private void drain() {
        while (true) {
            try {
                stores.get(provider).append(spool);
                return;
            } catch (StoreUnavailableException e) {
                Thread.onSpinWait();
            }
        }
    }

    static StoreUnavailableException away(String why) {
        return new StoreUnavailableException(Reason.UNREACHABLE, why);
    }
}
