package io.graft.persistence.binding;

import io.graft.api.metrics.Metrics;
import io.graft.api.persistence.ProviderProperties;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gate between a service and its store. Every call takes a lease on the store that is bound when it begins; a store
 * is let go only after the last call on it has ended, and a call that finds no store waits for the next one, both for a
 * bounded time.
 *
 * <p>A Declarative Services component uses it with a reference that is dynamic, greedy and optional, whose bind and
 * unbind methods call {@link #bind} and {@link #unbind}: the framework binds the next store before it unbinds the old
 * one, and deactivates the old one's component only when {@code unbind} has returned.
 *
 * <p>Safe for use by many threads.
 *
 * @param <S> the store's interface
 */
public final class StoreGate<S> {

    private static final Logger LOG = LoggerFactory.getLogger(StoreGate.class);

    private final String service;
    private final String reference;
    private final Metrics metrics;
    private final Map<String, Metrics.Timer> timers = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Lease<S>> leases = new ArrayList<>(2);
    private volatile Lease<S> current;
    private volatile boolean closed;
    private volatile Duration holdTimeout = Duration.ofSeconds(2);
    private volatile Duration drainTimeout = Duration.ofSeconds(5);

    /**
     * Creates a gate without a store.
     *
     * @param service the service's name in messages and metrics, e.g. {@code core-data}
     * @param reference the name of the service's reference, whose target selects the provider, e.g. {@code events}
     * @param metrics takes the duration and the failures of the calls
     */
    public StoreGate(String service, String reference, Metrics metrics) {
        this.service = Objects.requireNonNull(service, "service");
        this.reference = Objects.requireNonNull(reference, "reference");
        this.metrics = Objects.requireNonNull(metrics, "metrics");
    }

    /**
     * Changes the time-outs, for calls that begin from now on.
     *
     * @param hold how long a call waits for a store when there is none; 2 s unless changed
     * @param drain how long {@link #unbind} waits for calls; 5 s unless changed, and better not longer, since the
     *     framework's configuration thread waits along
     */
    public void timeouts(Duration hold, Duration drain) {
        holdTimeout = Objects.requireNonNull(hold, "hold");
        drainTimeout = Objects.requireNonNull(drain, "drain");
    }

    /**
     * Makes a store the current one, for all calls that begin from now on. Does not wait.
     *
     * @param store the store
     * @param properties its service properties
     */
    public void bind(S store, Map<String, ?> properties) {
        Lease<S> lease = new Lease<>(store, String.valueOf(properties.get(ProviderProperties.PROVIDER)));
        lock.lock();
        try {
            leases.add(lease);
            current = lease;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        LOG.info("{}: {} bound to provider {}", service, reference, lease.provider());
    }

    /**
     * Lets a store go: waits until the last call on it has ended, for the drain time-out at most. If it is the current
     * one, later calls wait for the next store.
     */
    public void unbind(S store) {
        Lease<S> lease = remove(store);
        if (lease == null) {
            return;
        }
        Duration timeout = drainTimeout;
        int left = lease.closeAndDrain(timeout);
        if (left == 0) {
            LOG.info("{}: {} unbound from provider {}", service, reference, lease.provider());
        } else {
            LOG.warn(
                    "{}: {} unbound from provider {} with {} calls still running after {} ms; they may fail",
                    service,
                    reference,
                    lease.provider(),
                    left,
                    timeout.toMillis());
        }
    }

    /**
     * Calls the store.
     *
     * @param operation its name in the metrics, e.g. {@code append}; one of a few
     * @param call what to do with the store; must not keep it
     * @return what the call returns
     * @throws StoreUnavailableException if no store is bound within the hold time-out
     * @throws StoreException if the store fails
     */
    public <R> R call(String operation, Function<? super S, ? extends R> call) {
        Lease<S> lease = enter();
        long start = System.nanoTime();
        try {
            return call.apply(lease.store());
        } catch (StoreException e) {
            metrics.counter(
                            "graft_store_failures_total",
                            "Store calls that failed.",
                            "service",
                            service,
                            "operation",
                            operation,
                            "failure",
                            e.getClass().getSimpleName())
                    .add(1);
            throw e;
        } finally {
            lease.leave();
            timer(operation).record(System.nanoTime() - start);
        }
    }

    /** Calls the store, as {@link #call}, where there is nothing to return. */
    public void run(String operation, Consumer<? super S> call) {
        this.<Void>call(operation, store -> {
            call.accept(store);
            return null;
        });
    }

    /** The name of the provider that is bound, or empty when none is. */
    public Optional<String> provider() {
        return Optional.ofNullable(current).map(Lease::provider);
    }

    /** Ends waiting: from now on a call that finds no store fails at once. For the service's deactivation. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Lease<S> enter() {
        Lease<S> lease = current;
        if (lease != null && lease.enter()) {
            return lease;
        }
        return await(holdTimeout);
    }

    private Lease<S> await(Duration timeout) {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (true) {
                Lease<S> lease = current;
                if (lease != null && lease.enter()) {
                    return lease;
                }
                if (closed || left <= 0) {
                    throw unavailable(closed ? "it is being stopped" : "waited " + timeout.toMillis() + " ms for one");
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("interrupted while waiting for one");
        } finally {
            lock.unlock();
        }
    }

    private StoreUnavailableException unavailable(String why) {
        return new StoreUnavailableException(
                Reason.CLOSED, service + " has no store for its " + reference + " now (" + why + "); try again later");
    }

    private Lease<S> remove(S store) {
        lock.lock();
        try {
            for (Lease<S> lease : leases) {
                if (lease.store() == store) {
                    leases.remove(lease);
                    if (current == lease) {
                        current = leases.isEmpty() ? null : leases.get(leases.size() - 1);
                    }
                    return lease;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private Metrics.Timer timer(String operation) {
        return timers.computeIfAbsent(
                operation,
                name -> metrics.timer(
                        "graft_store_call_seconds",
                        "How long store calls take.",
                        "service",
                        service,
                        "operation",
                        name));
    }
}
