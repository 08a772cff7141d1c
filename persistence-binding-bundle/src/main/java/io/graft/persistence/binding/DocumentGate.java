package io.graft.persistence.binding;

import io.graft.api.metrics.Metrics;
import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a service keeps its documents through: the store that is bound, and a fence that no change crosses. All of a
 * change's calls, its reading included, go to one store. Safe for use by many threads.
 */
public final class DocumentGate implements AutoCloseable {

    private final String service;
    private final String reference;
    private final List<CollectionSpec> collections;
    private final StoreGate<DocumentStore> gate;
    private final ReentrantReadWriteLock fence = new ReentrantReadWriteLock();
    private final Map<Thread, Lease<DocumentStore>> changing = new ConcurrentHashMap<>();
    private volatile Duration hold = Duration.ofSeconds(2);

    /**
     * Creates a gate without a store.
     *
     * @param service the service's name in messages and metrics, e.g. {@code core-metadata}
     * @param reference the name of the service's reference, whose target selects the provider, e.g. {@code documents}
     * @param collections all collections that the service keeps
     * @param metrics takes the duration and the failures of the calls
     */
    public DocumentGate(String service, String reference, List<CollectionSpec> collections, Metrics metrics) {
        this.service = Objects.requireNonNull(service, "service");
        this.reference = Objects.requireNonNull(reference, "reference");
        this.collections = List.copyOf(collections);
        this.gate = new StoreGate<>(service, reference, metrics);
    }

    /** All collections that the service keeps. */
    public List<CollectionSpec> collections() {
        return collections;
    }

    /**
     * Changes the time-outs.
     *
     * @param hold how long a call waits for a store when there is none, and a change for the end of a fence; 2 s unless
     *     changed
     * @param drain how long {@link #unbind} waits for calls and changes; 5 s unless changed
     */
    public void timeouts(Duration hold, Duration drain) {
        this.hold = hold;
        gate.timeouts(hold, drain);
    }

    /** Takes the target, as {@link StoreGate#configure} says. */
    public void configure(Map<String, ?> configuration) {
        gate.configure(configuration);
    }

    /** Takes notice of a store, as {@link StoreGate#bind} says. */
    public void bind(DocumentStore store, Map<String, ?> properties) {
        gate.bind(store, properties);
    }

    /** Lets a store go when the last call and the last change on it have ended, as {@link StoreGate#unbind} says. */
    public void unbind(DocumentStore store) {
        gate.unbind(store);
    }

    /**
     * Asks the store; within a change, the store of the change.
     *
     * @param operation its name in the metrics, e.g. {@code get}; one of a few
     * @param call what to ask; changes nothing and must not keep the store
     * @throws StoreUnavailableException if no store is bound within the hold time-out
     * @throws StoreException if the store fails
     */
    public <R> R call(String operation, Function<? super DocumentStore, ? extends R> call) {
        Lease<DocumentStore> own = changing.get(Thread.currentThread());
        return own == null ? gate.call(operation, call) : gate.call(own, operation, call);
    }

    /**
     * Changes something with one call on the store.
     *
     * @param operation its name in the metrics, e.g. {@code insert}; one of a few
     * @param call what to do; must not keep the store
     * @throws StoreUnavailableException if no store is bound within the hold time-out, or a fence stays up that long
     * @throws StoreException if the store fails
     */
    public <R> R change(String operation, Function<? super DocumentStore, ? extends R> call) {
        return change(() -> call(operation, call));
    }

    /**
     * Changes something that depends on what is read before. All calls that the action makes through this gate, on its
     * thread, go to the same store, and no fence comes in between.
     *
     * @throws StoreUnavailableException if no store is bound within the hold time-out, or a fence stays up that long
     */
    public <R> R change(Supplier<R> action) {
        if (changing.get(Thread.currentThread()) != null) {
            return action.get();
        }
        enter(fence.readLock(), hold, "its " + reference + " are being moved");
        try {
            Lease<DocumentStore> lease = gate.enter();
            changing.put(Thread.currentThread(), lease);
            try {
                return action.get();
            } finally {
                changing.remove(Thread.currentThread());
                lease.leave();
            }
        } finally {
            fence.readLock().unlock();
        }
    }

    /**
     * Keeps changes out: waits for those that are running; new ones wait for the end, as long as they may. Reading goes
     * on.
     *
     * @param timeout how long to wait for running changes
     * @return ends it; to be closed by the thread that called this
     * @throws StoreUnavailableException if a change runs for longer
     */
    public Fence fence(Duration timeout) {
        enter(fence.writeLock(), timeout, "a change is running");
        AtomicBoolean up = new AtomicBoolean(true);
        return () -> {
            if (up.compareAndSet(true, false)) {
                fence.writeLock().unlock();
            }
        };
    }

    /** How the reference is bound now. */
    public Binding binding(String pid) {
        return gate.binding(pid, StoreKind.DOCUMENTS);
    }

    /** The name of the provider that is bound, or empty when none is. */
    public Optional<String> provider() {
        return gate.provider();
    }

    /** Ends waiting: from now on a call that finds no store fails at once. For the service's deactivation. */
    @Override
    public void close() {
        gate.close();
    }

    private void enter(Lock side, Duration timeout, String obstacle) {
        try {
            if (side.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(
                    Reason.BUSY, service + " was interrupted while it waited: " + obstacle + "; try again later", e);
        }
        throw new StoreUnavailableException(
                Reason.BUSY,
                service + " can't change anything now: " + obstacle + " (waited " + timeout.toMillis()
                        + " ms); try again later");
    }
}
