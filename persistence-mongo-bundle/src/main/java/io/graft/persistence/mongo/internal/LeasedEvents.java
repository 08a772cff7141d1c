package io.graft.persistence.mongo.internal;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.persistence.Aggregate;
import io.graft.api.persistence.AggregateFunction;
import io.graft.api.persistence.AppendResult;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.EventStream;
import io.graft.api.persistence.Page;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.ReadingQuery;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.mongo.internal.events.MongoEventStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events, which can be used while this has the lease. A call that finds it without takes the lease, also from another
 * user within this process, which is the other version of the provider during an upgrade; so both are there for their
 * callers, one at a time. Safe for use by many threads.
 */
final class LeasedEvents implements EventStore {

    private static final Logger LOG = LoggerFactory.getLogger(LeasedEvents.class);
    private static final Duration YIELD_MOST = Duration.ofSeconds(2);

    private final Lease lease;
    private final Failures failures;
    private final Duration patience;
    private final Supplier<MongoEventStore> opener;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
    private final Runnable withdrawal;

    /** Guarded by the lock; null while somebody else has the lease. */
    private volatile MongoEventStore open;

    private volatile boolean lost;

    /** Takes the lease and opens the events. */
    LeasedEvents(
            Lease lease,
            Neighbours neighbours,
            Failures failures,
            Duration patience,
            Supplier<MongoEventStore> opener) {
        this.lease = lease;
        this.failures = failures;
        this.patience = patience;
        this.opener = opener;
        this.withdrawal = neighbours.announce(lease.instance(), this::yieldLease);
        try {
            take();
        } catch (RuntimeException | Error e) {
            withdrawal.run();
            throw e;
        }
    }

    private <T> T call(Function<EventStore, T> call) {
        failures.requireOpen();
        Lock using = lock.readLock();
        acquire(using, patience);
        try {
            EventStore events = open;
            if (events != null) {
                return call.apply(events);
            }
        } finally {
            using.unlock();
        }
        return callAfterTaking(call);
    }

    private <T> T callAfterTaking(Function<EventStore, T> call) {
        Lock using = lock.readLock();
        acquire(lock.writeLock(), patience);
        try {
            failures.requireOpen();
            if (open == null) {
                take();
                LOG.debug("the lease on the database was taken back");
            }
            using.lock();
        } finally {
            lock.writeLock().unlock();
        }
        try {
            return call.apply(open);
        } finally {
            using.unlock();
        }
    }

    private void take() {
        lease.acquire(patience);
        try {
            open = opener.get();
            lost = false;
        } catch (RuntimeException | Error e) {
            release(e);
            throw e;
        }
    }

    private void release(Throwable because) {
        try {
            lease.release();
        } catch (RuntimeException e) {
            because.addSuppressed(e);
        }
    }

    /** Lets another user of this process have the lease, until a call comes here again. */
    private void yieldLease() {
        acquire(lock.writeLock(), YIELD_MOST);
        try {
            if (open != null) {
                MongoEventStore events = open;
                open = null;
                events.close();
                lease.release();
                LOG.debug("the lease on the database was handed on within this gateway");
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Renews the lease if this has it; takes it back if somebody else had it meanwhile. */
    void renew() {
        if (open != null && !lease.renew()) {
            lose();
        }
        if (lost) {
            callAfterTaking(events -> null);
        }
    }

    private void lose() {
        acquire(lock.writeLock(), patience);
        try {
            if (open != null) {
                MongoEventStore events = open;
                open = null;
                lost = true;
                // what it has counted is not true any more
                events.abandon();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Gives the lease back; calls that are still running after some time fail. */
    void close() {
        boolean quiet = false;
        try {
            quiet = lock.writeLock().tryLock(YIELD_MOST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            MongoEventStore events = open;
            open = null;
            if (events != null) {
                events.close();
                lease.release();
            }
        } catch (StoreException e) {
            LOG.info("the lease on the database was not given back, it expires: {}", e.getMessage());
        } finally {
            if (quiet) {
                lock.writeLock().unlock();
            }
            withdrawal.run();
        }
    }

    private static void acquire(Lock wanted, Duration atMost) {
        try {
            if (!wanted.tryLock(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreUnavailableException(
                        Reason.BUSY,
                        "the database is being handed over within this gateway, which takes more than "
                                + atMost.toMillis() + " ms; try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(Reason.TIMEOUT, "interrupted while waiting for the database", e);
        }
    }

    @Override
    public AppendResult append(List<Event> batch) {
        return call(events -> events.append(batch));
    }

    @Override
    public Optional<Event> event(UUID id) {
        return call(events -> events.event(id));
    }

    @Override
    public Page<Event> events(EventQuery query) {
        return call(events -> events.events(query));
    }

    @Override
    public Page<Reading> readings(ReadingQuery query) {
        return call(events -> events.readings(query));
    }

    @Override
    public long countEvents(EventFilter filter) {
        return call(events -> events.countEvents(filter));
    }

    @Override
    public long countReadings(ReadingFilter filter) {
        return call(events -> events.countReadings(filter));
    }

    @Override
    public List<Aggregate> aggregate(ReadingFilter filter, AggregateFunction function) {
        return call(events -> events.aggregate(filter, function));
    }

    @Override
    public long delete(EventFilter filter) {
        return call(events -> events.delete(filter));
    }

    @Override
    public boolean delete(UUID id) {
        return call(events -> events.delete(id));
    }

    @Override
    public List<EventStream> streams() {
        return call(EventStore::streams);
    }
}
