package io.graft.persistence.mongo.internal;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import io.graft.api.persistence.InvalidQueryException;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.support.Secrets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Says what a failure of the driver means, in the words of the contract. Safe for use by many threads. */
public final class Failures {

    private static final int UNAUTHORIZED = 13;
    private static final int TOO_LARGE = 10334;
    private static final int MAX_TIME = 50;
    private static final Set<Integer> FULL = Set.of(14031, 39, 12501);
    private static final Set<Integer> READ_ONLY = Set.of(10107, 13435, 10058, 20, 119);
    private static final Set<Integer> BAD_CREDENTIALS = Set.of(18, 8000, 11);
    private static final Set<Integer> NOT_ALLOWED = Set.of(UNAUTHORIZED, 8000);
    private static final Set<Integer> SHUTTING_DOWN = Set.of(91, 11600, 11602, 6, 7, 189, 9001);

    private final String address;
    private final Heartbeats heartbeats;
    private volatile boolean closed;
    private volatile boolean refusing;
    private volatile long lastFailure = System.nanoTime();

    Failures(String address, Heartbeats heartbeats) {
        this.address = address;
        this.heartbeats = heartbeats;
    }

    /** From now on every new call of a store fails as closed; what closes the stores still works. */
    void refuse() {
        refusing = true;
    }

    /** From now on every call fails as closed, also those that are running. */
    void close() {
        closed = true;
        refusing = true;
    }

    /** Whether no server may be there to be reached. */
    public boolean inTrouble() {
        return heartbeats.trouble().isPresent();
    }

    /** Fails if the stores are closed, or being closed. */
    public void requireOpen() {
        if (refusing) {
            throw closedException(null);
        }
    }

    /** When a call failed the last time, or else when the connection was made, by {@link System#nanoTime()}. */
    public long lastFailure() {
        return lastFailure;
    }

    /** Makes a call; what it throws is of the contract. */
    public <T> T call(String what, Supplier<T> call) {
        if (closed) {
            throw closedException(null);
        }
        try {
            return call.get();
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            throw of(what, e);
        }
    }

    /** What a failure means. */
    public StoreException of(String what, RuntimeException e) {
        if (e instanceof StoreException known) {
            return known;
        }
        lastFailure = System.nanoTime();
        if (closed) {
            return closedException(e);
        }
        if (e instanceof MongoInterruptedException) {
            Thread.currentThread().interrupt();
            return unavailable(Reason.TIMEOUT, what, "it was interrupted", e);
        }
        if (e instanceof MongoSecurityException) {
            return unavailable(Reason.UNREACHABLE, what, "the server refuses the credentials", e);
        }
        if (e instanceof MongoNotPrimaryException || e instanceof MongoNodeIsRecoveringException) {
            return unavailable(Reason.READ_ONLY, what, "the server is not the primary and takes no changes", e);
        }
        if (e instanceof MongoWriteConcernException concern) {
            return unavailable(
                    Reason.TIMEOUT,
                    what,
                    "the change was not confirmed by a majority: "
                            + concern.getWriteConcernError().getMessage(),
                    e);
        }
        if (e instanceof MongoTimeoutException) {
            return timedOut(what, e);
        }
        if (e instanceof MongoSocketReadTimeoutException) {
            return unavailable(Reason.TIMEOUT, what, "the server did not answer in time", e);
        }
        if (e instanceof MongoSocketException) {
            return unavailable(Reason.UNREACHABLE, what, rootOf(e), e);
        }
        if (e instanceof MongoException failure) {
            return ofCode(what, failure.getCode(), messageOf(failure), failure);
        }
        if (e instanceof IllegalStateException) {
            return closedException(e);
        }
        return unavailable(Reason.UNREACHABLE, what, rootOf(e), e);
    }

    /** What an error of the server means. */
    public StoreException ofCode(String what, int code, String message, RuntimeException cause) {
        if (FULL.contains(code) || message.contains("No space left")) {
            return unavailable(Reason.FULL, what, "the server has no space left: " + message, cause);
        }
        if (READ_ONLY.contains(code)) {
            return unavailable(Reason.READ_ONLY, what, "the server takes no changes: " + message, cause);
        }
        if (BAD_CREDENTIALS.contains(code)) {
            return unavailable(Reason.UNREACHABLE, what, "the server refuses the credentials: " + message, cause);
        }
        if (NOT_ALLOWED.contains(code)) {
            return unavailable(Reason.UNREACHABLE, what, "the user may not do this: " + message, cause);
        }
        if (SHUTTING_DOWN.contains(code)) {
            return unavailable(Reason.UNREACHABLE, what, "the server is going down: " + message, cause);
        }
        if (code == MAX_TIME) {
            return unavailable(Reason.TIMEOUT, what, "it took too long: " + message, cause);
        }
        if (code == TOO_LARGE) {
            return new InvalidQueryException(
                    what + " failed: a document is larger than MongoDB's limit of 16 MB: " + message);
        }
        return unavailable(Reason.UNREACHABLE, what, "the server answered with error " + code + ": " + message, cause);
    }

    private StoreUnavailableException timedOut(String what, RuntimeException e) {
        Optional<String> state = heartbeats.trouble();
        if (heartbeats.withoutPrimary()) {
            return unavailable(Reason.READ_ONLY, what, "the replica set has no primary that takes changes", e);
        }
        if (state.isPresent()) {
            return unavailable(Reason.UNREACHABLE, what, state.get(), e);
        }
        if (e instanceof MongoOperationTimeoutException) {
            return unavailable(Reason.TIMEOUT, what, "the server did not answer in time", e);
        }
        return unavailable(Reason.TIMEOUT, what, "no connection to the server became free in time", e);
    }

    private StoreUnavailableException unavailable(Reason reason, String what, String why, RuntimeException cause) {
        return new StoreUnavailableException(
                reason, Secrets.blot("MongoDB at " + address + ": " + what + " failed: " + why), cause);
    }

    private static StoreUnavailableException closedException(RuntimeException cause) {
        return new StoreUnavailableException(Reason.CLOSED, "the MongoDB store is closed", cause);
    }

    private static String messageOf(MongoException e) {
        return e instanceof MongoCommandException command ? command.getErrorMessage() : String.valueOf(e.getMessage());
    }

    static String rootOf(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
