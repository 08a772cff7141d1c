package io.graft.metadata.internal.outbox;

import io.graft.api.bus.BusException;
import io.graft.api.bus.BusStatus;
import io.graft.api.bus.BusTimeoutException;
import io.graft.api.bus.BusUnavailableException;
import io.graft.api.bus.Qos;
import io.graft.api.persistence.StoreException;
import io.graft.bus.binding.Bus;
import io.graft.metadata.internal.outbox.Announcer.Announcement;
import io.graft.metadata.internal.outbox.SystemEvents.Bounds;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what has happened, in order, on one thread; what the bus has taken is taken out of the backlog. */
final class Publisher {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final Duration LOOK_AROUND = Duration.ofSeconds(10);
    private static final long TAKEN_SECONDS = 10;
    private static final long CLOSE_MILLIS = 5000;
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final int MOST_REFUSALS = 50;

    private final Backlog backlog;
    private final Slots slots;
    private final Doubts doubts;
    private final Announcer announcer;
    private final Bus bus;
    private final Runnable moveIn;
    private final Tally tally;
    private final Bounds bounds;
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private Entry refused;
    private int refusals;
    private final Thread thread = new Thread(this::run, "graft-metadata-events");

    /**
     * Prepares it.
     *
     * @param moveIn takes up what the store holds that is bound; does nothing if none is bound or that has been done
     * @param bounds its times
     */
    Publisher(
            Backlog backlog,
            Slots slots,
            Doubts doubts,
            Announcer announcer,
            Bus bus,
            Runnable moveIn,
            Tally tally,
            Bounds bounds) {
        this.backlog = backlog;
        this.slots = slots;
        this.doubts = doubts;
        this.announcer = announcer;
        this.bus = bus;
        this.moveIn = moveIn;
        this.tally = tally;
        this.bounds = bounds;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Ends after the message that is being published; what is not published stays in the store. */
    void close() {
        closing.complete(null);
        backlog.wake();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int failures = 0;
        while (!closing.isDone()) {
            try {
                step();
                failures = 0;
            } catch (StoreException | BusException e) {
                tally.delayed(e);
                pause(failures++);
            } catch (RuntimeException | LinkageError e) {
                LOG.error("System events can't be published; it is tried again", e);
                pause(failures++);
            }
        }
    }

    private void step() {
        moveIn.run();
        Optional<Entry> next = backlog.publishable();
        Optional<Entry> doubtful = next.isPresent() ? Optional.empty() : backlog.doubtful();
        if (next.isPresent()) {
            publish(next.get());
        } else if (doubtful.isPresent()) {
            resolve(doubtful.get());
        } else if (!slots.tidy(false)) {
            boolean news = backlog.await(slots.untidy() ? bounds.quiet() : LOOK_AROUND);
            while (!news && !closing.isDone() && backlog.changes() == 0 && slots.tidy(true)) {
                LOG.trace("a slot was deleted");
            }
        }
    }

    private void publish(Entry entry) {
        try {
            for (Announcement each : announcer.of(entry.change)) {
                Change change = entry.change;
                String topic = bus.topics().systemEvent(change.type(), change.action(), each.owner(), change.profile());
                await(bus.publish(topic, each.envelope(), Qos.AT_LEAST_ONCE).toCompletableFuture());
                if (closing.isDone()) {
                    return;
                }
                tally.published();
            }
        } catch (BusUnavailableException | BusTimeoutException e) {
            if (!isRefused(entry)) {
                throw e;
            }
            tally.unfit(entry.change, e);
        } catch (BusException | IllegalArgumentException e) {
            tally.unfit(entry.change, e);
        }
        done(entry);
    }

    /** Whether a bus that is connected has failed to take it so often that it never will; others wait behind it. */
    private boolean isRefused(Entry entry) {
        refusals = refused == entry ? refusals : 0;
        refused = entry;
        boolean connected = bus.status().bus().map(BusStatus::connected).orElse(false);
        refusals = connected ? refusals + 1 : 0;
        return refusals >= MOST_REFUSALS;
    }

    private void resolve(Entry entry) {
        if (!slots.isHere(entry.slot)) {
            tally.unknown(entry.change);
            done(entry);
            return;
        }
        Optional<Boolean> happened = doubts.happened(entry);
        if (happened.isEmpty()) {
            backlog.await(bounds.quiet());
        } else if (happened.get()) {
            backlog.settle(entry, Entry.State.HAPPENED);
        } else {
            done(entry);
        }
    }

    private void done(Entry entry) {
        if (backlog.remove(entry)) {
            slots.release(entry.slot);
        }
    }

    /** Waits until the bus has taken a message, or until this is closed. */
    private void await(CompletableFuture<Void> taken) {
        try {
            CompletableFuture.anyOf(taken, closing).get(TAKEN_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new BusUnavailableException("the bus has not taken a message for " + TAKEN_SECONDS + " s", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BusException failure) {
                throw failure;
            }
            throw new BusUnavailableException("the bus has failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusUnavailableException("interrupted", e);
        }
    }

    private void pause(int failures) {
        long millis = Math.min(bounds.longestPause().toMillis(), FIRST_PAUSE_MILLIS << Math.min(failures, 10));
        try {
            closing.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.trace("paused for {} ms", millis);
        } catch (ExecutionException e) {
            LOG.trace("closing does not fail", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.complete(null);
        }
    }
}
