package io.graft.persistence.binding.internal.migration;

import io.graft.api.persistence.StoreException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Calls stores until they answer: what a store can't do now is tried again until it can, or until the migration is given
 * up, or until a deadline where there is one. Safe for use by many threads.
 */
final class Insistence {

    private static final long SHORTEST_MILLIS = 50;
    private static final long LONGEST_MILLIS = 5_000;
    private static final long NO_DEADLINE = 0;

    private final Control control;
    private final Meter meter;
    private volatile long deadline = NO_DEADLINE;

    Insistence(Control control, Meter meter) {
        this.control = control;
        this.meter = meter;
    }

    /** From now on everything has to be done within a time, or {@link TooLateException} is thrown. */
    void within(Duration time) {
        deadline = System.nanoTime() + time.toNanos() | 1;
    }

    /** There is all the time again. */
    void withoutHaste() {
        deadline = NO_DEADLINE;
    }

    <S, R> R on(Endpoint<S> side, Function<S, R> call) {
        return call("provider " + side.provider(), () -> call.apply(side.store().get()));
    }

    /**
     * Makes a call.
     *
     * @param whom whom it depends on, for people
     */
    <R> R call(String whom, Supplier<R> call) {
        long pause = SHORTEST_MILLIS;
        while (true) {
            check();
            try {
                R answer = call.get();
                meter.answered(whom);
                return answer;
            } catch (StoreException e) {
                if (!e.retriable()) {
                    throw e;
                }
                meter.waits(whom, e.getMessage());
                control.sleep(pause);
                pause = Math.min(2 * pause, LONGEST_MILLIS);
            }
        }
    }

    /** Returns if the migration shall go on. */
    private void check() {
        long end = deadline;
        if (end == NO_DEADLINE) {
            control.checkpoint();
        } else if (System.nanoTime() - end > 0) {
            throw new TooLateException();
        }
    }
}
