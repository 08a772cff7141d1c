package io.graft.persistence.binding;

import io.graft.api.metrics.Metrics;
import io.graft.api.model.Event;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.binding.internal.spool.DurableSpool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a service keeps its events through: the store that is bound, and a spool for the time in which there is none, or
 * it fails. An event that is acknowledged is durable in one of them; what is in the spool goes into the store that is
 * bound as soon as that one takes it. Events that arrive together go into the store together. Safe for use by many
 * threads.
 */
public final class EventGate implements AutoCloseable {

    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final String service;
    private final String reference;
    private final StoreGate<EventStore> gate;
    private final Ticks ticks;
    private final Followers followers = new Followers();
    private final Turnstile changes = new Turnstile();
    private final SpoolMeters meters;
    private final Spooling spooling;
    private final Circuit circuit;
    private final StoreThreads threads;
    private final Combiner combiner;
    private final Delivery delivery;
    private final Drainer drainer;
    private final Intake intake;
    private volatile Duration hold = Duration.ofSeconds(2);

    /**
     * Creates a gate without a store, and opens its spool in the background.
     *
     * @param service the service's name in messages and metrics, e.g. {@code core-data}
     * @param reference the name of the service's reference, whose target selects the provider, e.g. {@code events}
     * @param spoolDirectory where the spool keeps its files; made when it is needed
     * @param metrics takes the duration and the failures of the calls, and what the spool does
     */
    public EventGate(String service, String reference, Path spoolDirectory, Metrics metrics) {
        this(
                service,
                reference,
                spoolDirectory,
                metrics,
                Ticks.SYSTEM,
                () -> DurableSpool.open(spoolDirectory, service, metrics));
    }

    EventGate(
            String service,
            String reference,
            Path spoolDirectory,
            Metrics metrics,
            Ticks ticks,
            Spooling.Opener opener) {
        this.service = Objects.requireNonNull(service, "service");
        this.reference = Objects.requireNonNull(reference, "reference");
        this.ticks = ticks;
        meters = new SpoolMeters(service, metrics, ticks.nanos());
        spooling = new Spooling(service, opener, meters);
        circuit = new Circuit(service);
        threads = new StoreThreads(service);
        gate = new StoreGate<>(service, reference, metrics);
        StoreWriter writer = new StoreWriter(service, gate, changes, followers);
        combiner = new Combiner(writer::append, threads);
        Rejects rejects = new Rejects(service, Objects.requireNonNull(spoolDirectory, "spoolDirectory"), ticks);
        delivery = new Delivery(writer::replay, threads, gate::current, rejects);
        Expiry expiry = new Expiry(service, ticks, meters);
        drainer =
                new Drainer(service, spooling, delivery, expiry, circuit, changes::shut, gate::current, meters, ticks);
        intake = new Intake(service, gate, changes, combiner, circuit, spooling, drainer);
        gate.onChange(drainer::wake);
        meters.show(spooling::events, spooling::bytes, () -> oldest().toMillis() / 1e3);
        drainer.start();
    }

    /**
     * Changes the time-outs.
     *
     * @param hold how long a reading or deleting call waits for a store, and for what is spooled to be drained; 2 s
     *     unless changed
     * @param drain how long {@link #unbind} waits for calls; 5 s unless changed
     */
    public void timeouts(Duration hold, Duration drain) {
        this.hold = hold;
        gate.timeouts(hold, drain);
    }

    /**
     * Takes the target, as {@link StoreGate#configure} says, and what concerns the spool: {@code spool.bytes}, how large
     * it may grow (1 GiB unless said otherwise; 0 for no spool); {@code spool.timeToLive}, after which time an event that
     * no store takes is given up ({@code 2h}, or {@code forever}); {@code append.timeout}, how long an event is given to
     * get into the store before it goes to the spool ({@code 2s}). Invalid values change nothing and are logged.
     */
    public void configure(Map<String, ?> configuration) {
        spooling.settings(SpoolSettings.read(service, configuration, spooling.settings()));
        gate.configure(configuration);
        drainer.wake();
    }

    /** Takes notice of a store, as {@link StoreGate#bind} says. */
    public void bind(EventStore store, Map<String, ?> properties) {
        gate.bind(store, properties);
    }

    /** Lets a store go, as {@link StoreGate#unbind} says. */
    public void unbind(EventStore store) {
        gate.unbind(store);
    }

    /**
     * Keeps an event: on return it is durable, in the bound store or in the spool. Takes no longer than
     * {@code append.timeout} and a write to the spool.
     *
     * @throws StoreUnavailableException if neither takes it now
     * @throws StoreException if the store will never take it
     */
    public Outcome append(Event event) {
        return append(List.of(event)).get(0);
    }

    /**
     * Keeps events.
     *
     * @return what became of each
     * @throws StoreException if one could not be kept; others may have been, and to repeat all of them is safe
     */
    public List<Outcome> append(List<Event> batch) {
        return intake.append(batch);
    }

    /**
     * Asks the store. If events are spooled, and can be expected to be drained within the hold time-out, waits for that.
     *
     * @param operation its name in the metrics, e.g. {@code events}; one of a few
     * @param call what to ask; changes nothing and must not keep the store; may ask {@link #missing()}
     * @throws StoreUnavailableException if no store is bound within the hold time-out
     * @throws StoreException if the store fails
     */
    public <R> R read(String operation, Function<? super EventStore, ? extends R> call) {
        awaitSpool();
        long last = spooling.lastPosition();
        long missing = last - spooling.releasedPosition();
        if (missing > 0) {
            gate.enter().leave();
            if (!circuit.isOpen()
                    && !changes.shut()
                    && drainer.expected(missing).compareTo(hold) <= 0) {
                awaitDrained(last);
            }
        }
        return gate.call(operation, call);
    }

    /** How many acknowledged events are not in the store yet. */
    public long missing() {
        return spooling.events();
    }

    /**
     * Deletes one event.
     *
     * @return whether it was there
     * @throws StoreUnavailableException if that can't be done now: no store is bound, or what is spooled could bring the
     *     event back; nothing was deleted then
     * @throws StoreException if the store fails
     */
    public boolean delete(UUID id) {
        return change(() -> gate.<Boolean>call("delete", store -> {
            try {
                return store.delete(id);
            } finally {
                followers.deleted(id);
            }
        }));
    }

    /**
     * Deletes the events in a selection.
     *
     * @return how many events were deleted
     * @throws StoreUnavailableException if that can't be done now: no store is bound, or what is spooled could bring
     *     events back
     * @throws StoreException if the store fails; some may have been deleted
     */
    public long delete(EventFilter filter) {
        return change(() -> gate.<Long>call("delete", store -> {
            followers.deleting(filter);
            try {
                return store.delete(filter);
            } finally {
                followers.deleted(filter);
            }
        }));
    }

    /** How the reference is bound now. */
    public Binding binding(String pid) {
        return gate.binding(pid, StoreKind.EVENTS);
    }

    /** The name of the provider that is bound, or empty when none is. */
    public Optional<String> provider() {
        return gate.provider();
    }

    /** How the spool is now; quick, and waits for nothing. */
    public SpoolStatus spool() {
        SpoolSettings settings = spooling.settings();
        return new SpoolStatus(
                service,
                reference,
                state(),
                spooling.events(),
                spooling.bytes(),
                settings.maxBytes(),
                oldest(),
                settings.timeToLive(),
                meters.drainedPerSecond(),
                meters.spooledPerSecond(),
                meters.spooled().sum(),
                meters.drained().sum(),
                meters.expired().sum(),
                meters.refused().sum(),
                meters.rejected().sum(),
                spooling.problem().isEmpty() ? circuit.cause() : spooling.problem());
    }

    /** Tells every change that the bound store takes from now on, until the registration is closed. */
    public Following follow(EventChanges listener) {
        return followers.add(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Sends what is appended from now on to the spool, and lets deletions wait, until the diversion is closed; returns
     * when no call that changes something is in the store any more.
     *
     * @param timeout how long to wait for such calls
     * @throws StoreUnavailableException if one takes longer, if there is a diversion already, or the spool can't be used;
     *     everything goes on as before then
     */
    public Diversion divert(Duration timeout) {
        if (!spooling.usable()) {
            throw new StoreUnavailableException(
                    Reason.CLOSED,
                    service + " needs its spool for that: "
                            + (spooling.problem().isEmpty() ? "set spool.bytes" : spooling.problem()));
        }
        if (!changes.close()) {
            throw new StoreUnavailableException(Reason.BUSY, service + " has its events diverted already");
        }
        AtomicBoolean diverted = new AtomicBoolean(true);
        Diversion diversion = () -> {
            if (diverted.compareAndSet(true, false)) {
                changes.open();
                drainer.wake();
            }
        };
        boolean alone = false;
        try {
            alone = changes.awaitEmpty(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!alone) {
            diversion.close();
            throw new StoreUnavailableException(
                    Reason.BUSY, "calls that change something are still in the store of " + service);
        }
        return diversion;
    }

    /**
     * Ends waiting, and the gate's threads; closes the spool, whose events are there when the next gate opens it. For
     * the service's deactivation.
     */
    @Override
    public void close() {
        gate.close();
        delivery.close();
        drainer.close(CLOSING);
        combiner.refuseWaiting(new StoreUnavailableException(Reason.CLOSED, service + " is being stopped"));
        threads.close(CLOSING);
        meters.close();
    }

    /** Asks the store, whatever is spooled. */
    <R> R ask(String operation, Function<? super EventStore, ? extends R> call) {
        return gate.call(operation, call);
    }

    /** Whether the last event that should have been spooled did not fit in. */
    boolean spoolFull() {
        return spooling.full();
    }

    /** Whether it is known how many events are spooled. */
    boolean spoolTried() {
        return spooling.tried();
    }

    /** How many events wait for the store, since calls are in it. */
    int waiting() {
        return combiner.waiting();
    }

    /** Runs what deletes, when nothing that was acknowledged before can come after it. */
    private <R> R change(Supplier<R> deletion) {
        if (!awaitSpool() || !awaitDrained(spooling.lastPosition()) || combiner.abandoned() > 0) {
            throw new StoreUnavailableException(
                    Reason.BUSY,
                    service + " can't delete now: " + spooling.events()
                            + " acknowledged events are not in the store yet and could come after; try again later");
        }
        try {
            if (!changes.enter(hold)) {
                throw new StoreUnavailableException(
                        Reason.BUSY, service + " can't delete now: its events are being moved; try again later");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(Reason.CLOSED, service + " was interrupted", e);
        }
        try {
            return deletion.get();
        } finally {
            changes.leave();
        }
    }

    /** Until the spool has been opened, nobody knows what is in it. */
    private boolean awaitSpool() {
        try {
            return spooling.awaitTried(hold);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(Reason.CLOSED, service + " was interrupted", e);
        }
    }

    private boolean awaitDrained(long position) {
        try {
            return drainer.awaitReleased(position, hold);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(Reason.CLOSED, service + " was interrupted", e);
        }
    }

    private SpoolStatus.State state() {
        boolean off = spooling.settings().maxBytes() == 0;
        if (spooling.failed() && !off) {
            return SpoolStatus.State.FAILED;
        }
        if (spooling.events() == 0 && off) {
            return SpoolStatus.State.OFF;
        }
        if (gate.current() == null || circuit.isOpen() || changes.shut()) {
            return SpoolStatus.State.SPOOLING;
        }
        return spooling.events() == 0 ? SpoolStatus.State.IDLE : SpoolStatus.State.DRAINING;
    }

    private Duration oldest() {
        long now = ticks.millis().getAsLong();
        return Duration.ofMillis(Math.max(0, now - spooling.oldestMillis().orElse(now)));
    }
}
