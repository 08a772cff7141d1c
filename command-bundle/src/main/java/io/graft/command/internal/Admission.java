package io.graft.command.internal;

import io.graft.api.command.CommandException;
import java.time.Duration;
import java.util.Optional;

/** Lets commands go to device services: not too many at once, and none to one that does not answer. */
final class Admission {

    private static final int UNAVAILABLE = 503;
    private static final Duration BUSY = Duration.ofSeconds(1);

    private final Circuits circuits;
    private final Places places;

    Admission(Circuits circuits, Places places) {
        this.circuits = circuits;
        this.places = places;
    }

    /**
     * Lets a command go, or not.
     *
     * @param service the device service's name
     * @param way how it is reached, e.g. {@code REST}: a service may be reached in one way and not in the other
     * @throws CommandException 503
     */
    Pass enter(String service, String way) {
        String name = "device service " + service + " (" + way + ")";
        if (!places.enter(name)) {
            throw new CommandException(
                    UNAVAILABLE, "too many commands are under way to " + name + "; try again", BUSY, null);
        }
        Optional<Duration> refusal = circuits.refusal(name);
        if (refusal.isPresent()) {
            places.leave(name);
            throw new CommandException(
                    UNAVAILABLE,
                    name + " does not answer; it is tried again in "
                            + refusal.get().toMillis() + " ms",
                    refusal.get(),
                    null);
        }
        return new Pass(name);
    }

    /** A command's leave to go; closed when it is over. Used by one thread at a time. */
    final class Pass implements AutoCloseable {

        private final String name;
        private boolean known;

        private Pass(String name) {
            this.name = name;
        }

        /** The service has answered something. */
        void answered() {
            known = true;
            circuits.answered(name);
        }

        /** The service has not answered. */
        void failed(String why) {
            known = true;
            circuits.failed(name, why);
        }

        @Override
        public void close() {
            if (!known) {
                circuits.unknown(name);
            }
            places.leave(name);
        }
    }
}
