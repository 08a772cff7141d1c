package io.graft.keeper.internal;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A service in the registry.
 *
 * @param created when it was registered, in milliseconds since 1970
 * @param modified when it was last changed, in milliseconds since 1970
 * @param serviceId its name
 * @param status UP, DOWN, UNKNOWN, or HALT once it has left
 * @param host where it listens
 * @param port the port there
 * @param healthCheck how to ask whether it is well
 */
record Registration(
        @JsonProperty("created") long created,
        @JsonProperty("modified") long modified,
        @JsonProperty("serviceId") String serviceId,
        @JsonProperty("status") String status,
        @JsonProperty("host") String host,
        @JsonProperty("port") int port,
        @JsonProperty("healthCheck") HealthCheck healthCheck) {

    static final String UP = "UP";
    static final String DOWN = "DOWN";
    static final String UNKNOWN = "UNKNOWN";
    static final String HALT = "HALT";

    /**
     * How to ask a service whether it is well.
     *
     * @param interval how often, a duration such as {@code 10s}
     * @param path the path to ask
     * @param type http or https
     */
    record HealthCheck(
            @JsonProperty("interval") String interval,
            @JsonProperty("path") String path,
            @JsonProperty("type") String type) {}

    boolean left() {
        return status.equals(HALT);
    }

    Registration at(long newCreated, long newModified) {
        return new Registration(newCreated, newModified, serviceId, status, host, port, healthCheck);
    }

    Registration withStatus(String newStatus, long newModified) {
        return new Registration(created, newModified, serviceId, newStatus, host, port, healthCheck);
    }
}
