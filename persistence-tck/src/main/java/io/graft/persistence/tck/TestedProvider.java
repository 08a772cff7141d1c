package io.graft.persistence.tck;

import io.graft.api.persistence.ScratchSpaces;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What is tested, supplied by a provider's project. Only the first two methods have to be there; each of the others
 * lets more checks run. Used by one run at a time; closed at its end.
 */
public interface TestedProvider extends AutoCloseable {

    /** The provider's name, as in {@link io.graft.api.persistence.ProviderProperties#PROVIDER}. */
    String name();

    /** The provider's version, as in its bundle's manifest; empty when unknown. */
    default String version() {
        return "";
    }

    /** Where the checks open their stores. Nothing but the checks uses them. */
    ScratchSpaces spaces();

    /** The longest that a call may wait with the settings of {@link #spaces()}, the provider's own time-outs. */
    default Duration timeout() {
        return Duration.ofSeconds(30);
    }

    /** The longest that the checks wait for a call: the time-out, and some more for a busy machine. */
    default Duration patience() {
        return timeout().plusSeconds(15);
    }

    /** What can be done to the server behind {@link #spaces()}. */
    default Optional<ServerControl> server() {
        return Optional.empty();
    }

    /** The same provider with settings that are wrong. */
    default Optional<Misconfigurations> misconfigurations() {
        return Optional.empty();
    }

    /** What the database holds, seen past the provider: with a client of the test's own, or in its directory. */
    default Optional<StoreContent> content() {
        return Optional.empty();
    }

    /** The provider as a bundle. */
    default Optional<BundleUnderTest> bundle() {
        return Optional.empty();
    }

    /** Ends what was started for the test, e.g. servers. */
    @Override
    default void close() throws IOException {}
}
