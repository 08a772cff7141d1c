package io.graft.persistence.binding;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Asks for the move of a service's data to another provider.
 *
 * @param service the service's name, e.g. {@code core-data}
 * @param reference which of its references; empty if it has one only
 * @param provider the name of the provider that shall have the data
 * @param perSecond how many events or documents of the history are copied in a second at most; 0 for as many as can be.
 *     What is written meanwhile is carried over without a limit, since the move would not end otherwise
 * @param rollbackWindow how long after the change the way back stays open; zero for not at all, 30 days at most
 * @param existing what becomes of data that the target holds and the service does not
 */
public record MigrationRequest(
        String service,
        Optional<String> reference,
        String provider,
        int perSecond,
        Duration rollbackWindow,
        Existing existing) {

    /** How long the way back stays open where nothing else is said. */
    public static final Duration DEFAULT_ROLLBACK_WINDOW = Duration.ofHours(24);

    private static final Duration LONGEST_WINDOW = Duration.ofDays(30);

    /** What becomes of data that the target holds and the service does not. */
    public enum Existing {
        /** There must be none: the move ends with a message that names an example, and has removed nothing. */
        REFUSE,
        /** It stays, and is the service's afterwards; where both have the same id, the service's content counts. */
        MERGE,
        /** It is removed. */
        REPLACE
    }

    public MigrationRequest {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(rollbackWindow, "rollbackWindow");
        Objects.requireNonNull(existing, "existing");
        if (perSecond < 0) {
            throw invalid("the rate " + perSecond + " is negative; give a number per second, or 0 for no limit");
        }
        if (rollbackWindow.isNegative() || rollbackWindow.compareTo(LONGEST_WINDOW) > 0) {
            throw invalid("the rollback window " + rollbackWindow + " is not between 0 and " + LONGEST_WINDOW.toDays()
                    + " days");
        }
    }

    /** Asks for a move without a limit, to a target that holds nothing else, with the way back open for a day. */
    public static MigrationRequest of(String service, String provider) {
        return new MigrationRequest(service, Optional.empty(), provider, 0, DEFAULT_ROLLBACK_WINDOW, Existing.REFUSE);
    }

    private static MigrationException invalid(String message) {
        return new MigrationException(MigrationException.Reason.INVALID, message);
    }
}
