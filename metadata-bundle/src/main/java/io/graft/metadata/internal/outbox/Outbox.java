package io.graft.metadata.internal.outbox;

import io.graft.api.persistence.Document;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.metadata.internal.outbox.Entry.State;
import io.graft.metadata.internal.store.Journal;
import io.graft.metadata.internal.store.Kind;
import io.graft.persistence.binding.DocumentGate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Notes every change in the store before it is made, so that a crash between the change and its system event loses
 * neither. Thread-safe.
 */
final class Outbox implements Journal {

    private final DocumentGate gate;
    private final Slots slots;
    private final Backlog backlog;
    private final Recovery recovery;
    private final InstantSource time;
    private final Supplier<String> correlationId;
    private final NameLocks names;
    private final Duration patience;
    private final ReentrantLock movingIn = new ReentrantLock();

    /**
     * Joins the parts.
     *
     * @param correlationId the one of the request that runs on this thread; may be empty
     * @param patience how long to wait for others
     */
    Outbox(
            DocumentGate gate,
            Slots slots,
            Backlog backlog,
            Recovery recovery,
            InstantSource time,
            Supplier<String> correlationId,
            Duration patience) {
        this.gate = gate;
        this.slots = slots;
        this.backlog = backlog;
        this.recovery = recovery;
        this.time = time;
        this.correlationId = correlationId;
        this.names = new NameLocks(patience);
        this.patience = patience;
    }

    @Override
    public <R> R change(
            Kind<?> kind,
            Optional<Document> before,
            Optional<Document> after,
            Supplier<R> change,
            Predicate<? super R> happened) {
        String name =
                after.or(() -> before).orElseThrow().texts().get(Kind.NAME).get(0);
        return alone(kind, name, () -> {
            Entry entry = note(kind, before, after);
            Optional<State> state = Optional.of(State.UNKNOWN);
            try {
                R result = change.get();
                state = happened.test(result) ? Optional.of(State.HAPPENED) : Optional.empty();
                return result;
            } catch (StoreException e) {
                state = e.retriable() ? state : Optional.empty();
                throw e;
            } finally {
                state.ifPresentOrElse(known -> backlog.settle(entry, known), () -> drop(entry));
            }
        });
    }

    @Override
    public <R> R alone(Kind<?> kind, String name, Supplier<R> action) {
        return gate.change(() -> names.locked(kind, name, action));
    }

    /** Takes up what the store that is bound holds, if that has not been done; before anything in it is changed. */
    void moveIn() {
        gate.<Void>change(() -> {
            if (!slots.atHome()) {
                moveInAlone();
            }
            return null;
        });
    }

    private Entry note(Kind<?> kind, Optional<Document> before, Optional<Document> after) {
        moveIn();
        long now = ChronoUnit.NANOS.between(Instant.EPOCH, time.instant());
        Entry entry = backlog.begin(seq -> Change.of(seq, kind, before, after, correlationId.get(), now));
        boolean noted = false;
        try {
            entry.slot = slots.write(new Note(backlog.settled(), entry.change));
            noted = true;
            return entry;
        } finally {
            if (!noted) {
                drop(entry);
            }
        }
    }

    private void drop(Entry entry) {
        backlog.remove(entry);
        if (entry.slot != null) {
            slots.release(entry.slot);
        }
        backlog.wake();
    }

    private void moveInAlone() {
        try {
            if (!movingIn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new StoreUnavailableException(
                        Reason.BUSY,
                        "core-metadata still reads the system events that its store holds; try again later");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(
                    Reason.BUSY, "core-metadata was interrupted while it waited for its system events", e);
        }
        try {
            if (!slots.atHome()) {
                recovery.run();
            }
        } finally {
            movingIn.unlock();
        }
    }
}
