package io.graft.rest;

/** EdgeX's kinds of errors with their HTTP status. */
public enum ErrorKind {
    CONTRACT_INVALID(400),
    UNAUTHORIZED(401),
    FORBIDDEN(403),
    DOES_NOT_EXIST(404),
    NOT_ALLOWED(405),
    REQUEST_TIMEOUT(408),
    STATUS_CONFLICT(409),
    DUPLICATE_NAME(409),
    LIMIT_EXCEEDED(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    RANGE_NOT_SATISFIABLE(416),
    SERVICE_LOCKED(423),
    SERVER_ERROR(500),
    NOT_IMPLEMENTED(501),
    COMMUNICATION_ERROR(502),
    SERVICE_UNAVAILABLE(503),
    INSUFFICIENT_STORAGE(507);

    private final int status;

    ErrorKind(int status) {
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
