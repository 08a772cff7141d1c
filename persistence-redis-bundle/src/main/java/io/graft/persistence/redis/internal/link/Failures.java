package io.graft.persistence.redis.internal.link;

import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.support.Secrets;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** What failures of the client and answers of the server mean in the contract's words. */
final class Failures {

    private static final Map<String, Reason> CODES = Map.ofEntries(
            Map.entry("READONLY", Reason.READ_ONLY),
            Map.entry("MISCONF", Reason.READ_ONLY),
            Map.entry("NOREPLICAS", Reason.READ_ONLY),
            Map.entry("OOM", Reason.FULL),
            Map.entry("BUSY", Reason.BUSY),
            Map.entry("NOAUTH", Reason.UNREACHABLE),
            Map.entry("WRONGPASS", Reason.UNREACHABLE),
            Map.entry("NOPERM", Reason.UNREACHABLE),
            Map.entry("LOADING", Reason.UNREACHABLE),
            Map.entry("MASTERDOWN", Reason.UNREACHABLE),
            Map.entry("CLUSTERDOWN", Reason.UNREACHABLE),
            Map.entry("TRYAGAIN", Reason.UNREACHABLE));

    private static final List<String> DAMAGE = List.of("GRAFT-CORRUPT", "WRONGTYPE");

    private Failures() {}

    static StoreException of(String server, Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof StoreException known) {
            return known;
        }
        if (cause instanceof RedisCommandTimeoutException || cause instanceof TimeoutException) {
            return new StoreUnavailableException(Reason.TIMEOUT, server + " did not answer in time", cause);
        }
        if (cause instanceof RedisCommandExecutionException) {
            return answered(server, cause);
        }
        return new StoreUnavailableException(Reason.UNREACHABLE, server + " can't be reached: " + line(cause), cause);
    }

    /** The innermost error that the server answered to an attempt to connect, or the failure itself. */
    static StoreException connecting(String server, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException) {
                return new StoreUnavailableException(
                        Reason.UNREACHABLE, server + " refuses the connection: " + line(cause), failure);
            }
        }
        Throwable root = failure;
        while (root.getCause() != null
                && (root instanceof RedisConnectionException
                        || root instanceof CompletionException
                        || root instanceof ExecutionException)) {
            root = root.getCause();
        }
        return of(server, root);
    }

    private static StoreException answered(String server, Throwable cause) {
        String message = line(cause);
        for (String code : DAMAGE) {
            if (message.contains(code)) {
                return new CorruptStoreException(
                        "the data in " + server + " is damaged: " + message + "; restore a backup of it", cause);
            }
        }
        for (String word : message.split("[^A-Z]+")) {
            Reason reason = CODES.get(word);
            if (reason != null) {
                return new StoreUnavailableException(reason, server + ": " + message, cause);
            }
        }
        return new StoreUnavailableException(Reason.UNREACHABLE, server + " refuses a command: " + message, cause);
    }

    private static String line(Throwable cause) {
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return Secrets.blot(message).strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
