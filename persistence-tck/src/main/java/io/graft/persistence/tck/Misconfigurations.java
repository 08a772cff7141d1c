package io.graft.persistence.tck;

import io.graft.api.persistence.ScratchSpaces;
import java.util.Objects;
import java.util.Optional;

/** The tested provider with settings that are wrong; each is optional. To open a space must fail, in bounded time. */
public interface Misconfigurations {

    /** With a password that the server does not take. */
    default Optional<Misconfigured> wrongPassword() {
        return Optional.empty();
    }

    /** With a database that does not exist, or that the user may not use. */
    default Optional<Misconfigured> wrongDatabase() {
        return Optional.empty();
    }

    /** With an address of this machine where nobody listens. */
    default Optional<Misconfigured> nobodyListening() {
        return Optional.empty();
    }

    /**
     * The provider with a wrong setting.
     *
     * @param spaces what can't be opened
     * @param secret the password that it has, which must not be told; empty for none
     */
    record Misconfigured(ScratchSpaces spaces, String secret) {
        public Misconfigured {
            Objects.requireNonNull(spaces, "spaces");
            Objects.requireNonNull(secret, "secret");
        }
    }
}
