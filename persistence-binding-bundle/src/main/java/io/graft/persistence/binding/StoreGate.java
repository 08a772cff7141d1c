package io.graft.persistence.binding;

import io.graft.api.metrics.Metrics;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.time.Duration;
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
 * The gate between a service and its store. It is told of every store that is installed, and selects one by the target
 * that the service's configuration says. Every call takes a lease on the store that is selected when it begins; a store
 * is let go only after the last call on it has ended, and a call that finds no store waits for the next one, both for a
 * bounded time.
 *
 * <p>A Declarative Services component uses it with a reference that is dynamic and multiple and has no target of its
 * own, whose bind, updated and unbind methods call {@link #bind} and {@link #unbind}: the framework deactivates a
 * store's component only when {@code unbind} has returned. It passes the target on at its activation and whenever its
 * configuration is modified. So a target that is mistaken, or names a provider that is not there, leaves the binding as
 * it was until it can be met.
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
    private final Candidates<S> candidates = new Candidates<>();
    private volatile Runnable selected = () -> {};
    private volatile Lease<S> current;
    private volatile boolean configured;
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
     * Takes the target from the property {@code <reference>.target}: an LDAP filter over the stores' service properties,
     * e.g. {@code (persistence.provider=redis)}. Of several stores that meet it, the one with the highest
     * {@code service.ranking} is selected. Where it is absent or blank, the target stays as it is: a file that an editor
     * has emptied for a moment, or that is gone, sends nobody's data elsewhere. At first it is then that of the property
     * {@code <reference>.target.default}, or any store.
     *
     * <p>The target counts at once, for all calls that begin from now on; running calls end on the store that they began
     * on. If no store meets it, or it is no filter, the binding stays as it is, and the log says so; it changes when
     * such a store comes.
     *
     * @param configuration the service's configuration
     */
    public void configure(Map<String, ?> configuration) {
        String filter = text(configuration, reference + ".target");
        if (!filter.isEmpty()) {
            target(filter);
        } else if (!configured) {
            target(text(configuration, reference + ".target.default"));
        } else {
            LOG.warn(
                    "{}: the configuration has no {}.target; the binding stays as it is until the next start",
                    service,
                    reference);
        }
        configured = true;
    }

    private static String text(Map<String, ?> configuration, String property) {
        Object value = configuration.get(property);
        if (value instanceof Object[] values && values.length == 1) {
            value = values[0];
        }
        return value == null ? "" : value.toString().strip();
    }

    void target(String filter) {
        Target target = Target.of(filter);
        lock.lock();
        try {
            candidates.want(target);
            select();
            if (!candidates.met() && (current != null || !target.valid())) {
                LOG.error("{}: {}", service, problem());
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes notice of a store, or of its changed properties; calls go to it from now on if the target selects it. Does
     * not wait.
     *
     * @param store the store
     * @param properties its service properties
     */
    public void bind(S store, Map<String, ?> properties) {
        lock.lock();
        try {
            Lease<S> known = candidates.find(store);
            if (known == null) {
                candidates.add(new Lease<>(store, properties));
            } else {
                known.properties(properties);
            }
            select();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets a store go: waits until the last call on it has ended, for the drain time-out at most. If calls go to it,
     * later ones go to the next store that the target selects, or wait for one.
     */
    public void unbind(S store) {
        Lease<S> lease = remove(store);
        if (lease == null) {
            return;
        }
        Duration timeout = drainTimeout;
        int left = lease.closeAndDrain(timeout);
        if (left > 0) {
            LOG.warn(
                    "{}: {} lets provider {} go with {} calls still running after {} ms; they may fail",
                    service,
                    reference,
                    lease.provider(),
                    left,
                    timeout.toMillis());
        }
    }

    /**
     * Calls the store. While it can't be reached, one call at a time waits for it, and the others fail at once.
     *
     * @param operation its name in the metrics, e.g. {@code append}; one of a few
     * @param call what to do with the store; must not keep it
     * @return what the call returns
     * @throws StoreUnavailableException if no store is bound within the hold time-out
     * @throws StoreException if the store fails
     */
    public <R> R call(String operation, Function<? super S, ? extends R> call) {
        Lease<S> lease = enter();
        try {
            boolean first = lease.outage().enter();
            try {
                return call(lease, operation, call);
            } finally {
                if (first) {
                    lease.outage().leave();
                }
            }
        } finally {
            lease.leave();
        }
    }

    /** Calls the store of a lease that the caller holds. */
    <R> R call(Lease<S> lease, String operation, Function<? super S, ? extends R> call) {
        long start = System.nanoTime();
        try {
            R result = call.apply(lease.store());
            lease.outage().answered();
            return result;
        } catch (StoreException e) {
            if (e instanceof StoreUnavailableException unavailable) {
                lease.outage().failed(unavailable);
            }
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

    /**
     * How the reference is bound now.
     *
     * @param pid the PID of the service's configuration
     * @param stores the kind of store
     */
    public Binding binding(String pid, StoreKind stores) {
        lock.lock();
        try {
            boolean met = candidates.met() && current != null;
            return new Binding(
                    service,
                    pid,
                    reference,
                    stores,
                    candidates.target(),
                    met ? Binding.State.BOUND : current == null ? Binding.State.UNBOUND : Binding.State.KEPT,
                    Optional.ofNullable(current).map(Lease::bound),
                    met ? "" : problem());
        } finally {
            lock.unlock();
        }
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

    /** The lease on the store that is selected, or null; the caller has to {@linkplain Lease#enter() enter} it. */
    Lease<S> current() {
        return current;
    }

    /** Has something done, quickly, whenever another store is selected. */
    void onChange(Runnable action) {
        selected = action;
    }

    /**
     * Takes a lease on the store that is selected now, to be {@linkplain Lease#leave() left}.
     *
     * @throws StoreUnavailableException if no store is bound
     */
    Lease<S> enterNow() {
        Lease<S> lease = current;
        return lease != null && lease.enter() ? lease : await(Duration.ZERO);
    }

    /**
     * Takes a lease on the store that is selected, to be {@linkplain Lease#leave() left}.
     *
     * @throws StoreUnavailableException if no store is bound within the hold time-out
     */
    Lease<S> enter() {
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
            Lease<S> lease = candidates.find(store);
            if (lease != null) {
                candidates.remove(lease);
                select();
            }
            return lease;
        } finally {
            lock.unlock();
        }
    }

    private void select() {
        Lease<S> before = current;
        Lease<S> next = candidates.select(before);
        if (next == before) {
            return;
        }
        current = next;
        selected.run();
        if (next == null) {
            LOG.info("{}: {} unbound from provider {}", service, reference, before.provider());
        } else {
            changed.signalAll();
            LOG.info("{}: {} bound to provider {}", service, reference, next.provider());
        }
    }

    private String problem() {
        String problem = candidates.problem(reference + ".target");
        return current == null ? problem : problem + "; the binding to " + current.provider() + " stays";
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
