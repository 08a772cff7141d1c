package io.graft.rest;

import io.graft.api.persistence.ConflictException;
import io.graft.api.persistence.DuplicateKeyException;
import io.graft.api.persistence.InvalidQueryException;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import java.util.Objects;

/** A request that can't be granted. The message goes to the client: it names the field, the value and the limit. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;

    public ApiException(ErrorKind kind, String message) {
        this(kind, message, null);
    }

    public ApiException(ErrorKind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    /** 400. */
    public static ApiException invalid(String message) {
        return new ApiException(ErrorKind.CONTRACT_INVALID, message);
    }

    /** 404. */
    public static ApiException notFound(String message) {
        return new ApiException(ErrorKind.DOES_NOT_EXIST, message);
    }

    /** 409 for what others still use. */
    public static ApiException conflict(String message) {
        return new ApiException(ErrorKind.STATUS_CONFLICT, message);
    }

    /** What a store's failure means to a client. */
    public static ApiException of(StoreException failure) {
        return new ApiException(kindOf(failure), failure.getMessage(), failure);
    }

    /** The kind, which decides the HTTP status. */
    public ErrorKind kind() {
        return kind;
    }

    private static ErrorKind kindOf(StoreException failure) {
        if (failure instanceof StoreUnavailableException unavailable) {
            return unavailable.reason() == StoreUnavailableException.Reason.FULL
                    ? ErrorKind.INSUFFICIENT_STORAGE
                    : ErrorKind.SERVICE_UNAVAILABLE;
        }
        if (failure instanceof DuplicateKeyException) {
            return ErrorKind.DUPLICATE_NAME;
        }
        if (failure instanceof ConflictException) {
            return ErrorKind.STATUS_CONFLICT;
        }
        if (failure instanceof InvalidQueryException) {
            return ErrorKind.CONTRACT_INVALID;
        }
        return ErrorKind.SERVER_ERROR;
    }
}
