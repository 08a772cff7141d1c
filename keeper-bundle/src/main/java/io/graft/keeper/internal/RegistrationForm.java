package io.graft.keeper.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.graft.rest.ApiException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The body with which a service registers itself. Its fields may be missing. */
record RegistrationForm(
        @JsonProperty("apiVersion") String apiVersion, @JsonProperty("registration") Registering registration) {

    private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);
    private static final Duration MAX_INTERVAL = Duration.ofDays(1);
    private static final String NAME = "AddRegistrationRequest.";

    /** What is registered. */
    record Registering(
            @JsonProperty("serviceId") String serviceId,
            @JsonProperty("status") String status,
            @JsonProperty("host") String host,
            @JsonProperty("port") Integer port,
            @JsonProperty("healthCheck") Registration.HealthCheck healthCheck) {}

    /**
     * The registration that is asked for, without times.
     *
     * @throws ApiException 400 naming all fields that are missing or wrong
     */
    Registration checked() {
        List<String> faults = new ArrayList<>();
        require(faults, "ApiVersion", apiVersion);
        if (registration == null) {
            faults.add(NAME + "Registration field is required");
        } else {
            check(registration, faults);
        }
        if (!faults.isEmpty()) {
            throw ApiException.invalid(String.join("; ", faults));
        }
        return new Registration(
                0,
                0,
                registration.serviceId(),
                knownStatus(registration.status()),
                registration.host(),
                registration.port(),
                registration.healthCheck());
    }

    /** How often the service is asked whether it is well. */
    static Duration interval(Registration registration) {
        return GoDuration.parse(registration.healthCheck().interval()).orElse(MAX_INTERVAL);
    }

    private static void check(Registering it, List<String> faults) {
        require(faults, "Registration.ServiceId", it.serviceId());
        require(faults, "Registration.Host", it.host());
        if (it.port() == null || it.port() == 0) {
            faults.add(NAME + "Registration.Port field is required");
        } else if (it.port() < 0 || it.port() > 65535) {
            faults.add(NAME + "Registration.Port field is " + it.port() + ", out of range [1, 65535]");
        }
        Registration.HealthCheck health = it.healthCheck();
        if (health == null) {
            faults.add(NAME + "Registration.HealthCheck field is required");
            return;
        }
        if (require(faults, "Registration.HealthCheck.Interval", health.interval())) {
            checkInterval(health.interval(), faults);
        }
        if (require(faults, "Registration.HealthCheck.Path", health.path())
                && !health.path().startsWith("/")) {
            faults.add(NAME + "Registration.HealthCheck.Path field is '" + health.path() + "', must begin with /");
        }
        if (require(faults, "Registration.HealthCheck.Type", health.type())
                && !health.type().equals("http")
                && !health.type().equals("https")) {
            faults.add(NAME + "Registration.HealthCheck.Type field should be one of 'http' 'https'");
        }
    }

    private static void checkInterval(String text, List<String> faults) {
        Optional<Duration> interval = GoDuration.parse(text);
        if (interval.isEmpty()
                || interval.get().compareTo(MIN_INTERVAL) < 0
                || interval.get().compareTo(MAX_INTERVAL) > 0) {
            faults.add(NAME + "Registration.HealthCheck.Interval field is '" + text
                    + "', should be a duration between 1s and 24h");
        }
    }

    private static boolean require(List<String> faults, String field, String value) {
        if (value == null || value.isBlank()) {
            faults.add(NAME + field + " field is required");
            return false;
        }
        return true;
    }

    private static String knownStatus(String status) {
        if (status == null) {
            return Registration.UNKNOWN;
        }
        return switch (status) {
            case Registration.UP, Registration.DOWN, Registration.HALT -> status;
            default -> Registration.UNKNOWN;
        };
    }
}
