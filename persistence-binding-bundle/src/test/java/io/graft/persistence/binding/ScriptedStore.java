package io.graft.persistence.binding;

import io.graft.api.model.Event;
import io.graft.api.persistence.AppendResult;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.InvalidQueryException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.tck.oracle.MemoryEventStore;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A store that fails, hangs, and refuses as a test says. */
final class ScriptedStore extends MemoryEventStore {

    /** The size of each batch that it was handed, in order. */
    final List<Integer> batches = new CopyOnWriteArrayList<>();

    final AtomicInteger inside = new AtomicInteger();
    volatile RuntimeException failure;
    volatile boolean failsAfterwards;
    /** Which batches hang after {@link #hang()}. */
    volatile Predicate<List<Event>> hangsOn = batch -> true;

    volatile Predicate<Event> refuses = event -> false;
    private volatile CountDownLatch hang = new CountDownLatch(0);

    static StoreUnavailableException unreachable() {
        return new StoreUnavailableException(Reason.UNREACHABLE, "the server is gone");
    }

    static Map<String, String> named(String provider) {
        return Map.of("persistence.provider", provider);
    }

    /** From now on appends hang, until {@link #goOn()}. */
    void hang() {
        hang = new CountDownLatch(1);
    }

    void goOn() {
        hang.countDown();
    }

    List<UUID> ids() {
        return events(EventQuery.page(EventFilter.ALL, 0, Integer.MAX_VALUE)).items().stream()
                .map(Event::id)
                .toList();
    }

    @Override
    public AppendResult append(List<Event> batch) {
        batches.add(batch.size());
        inside.incrementAndGet();
        try {
            if (hangsOn.test(batch) && !hang.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a test let a store hang");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(Reason.CLOSED, "interrupted", e);
        } finally {
            inside.decrementAndGet();
        }
        RuntimeException now = failure;
        if (now != null && !failsAfterwards) {
            throw now;
        }
        if (batch.stream().anyMatch(refuses)) {
            throw new InvalidQueryException("such events are not for this store");
        }
        AppendResult result = super.append(batch);
        if (now != null) {
            throw now;
        }
        return result;
    }

    @Override
    public long countEvents(EventFilter filter) {
        if (failure != null) {
            throw failure;
        }
        return super.countEvents(filter);
    }
}
