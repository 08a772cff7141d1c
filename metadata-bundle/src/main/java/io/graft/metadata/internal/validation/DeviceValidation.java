package io.graft.metadata.internal.validation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.api.bus.BusException;
import io.graft.api.bus.BusTimeoutException;
import io.graft.api.metrics.Metrics;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.Envelope;
import io.graft.metadata.internal.Settings;
import io.graft.metadata.internal.json.Json;
import io.graft.metadata.internal.model.Device;
import io.graft.metadata.internal.model.ItemRequest.AddDeviceRequest;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Asks device services on the message bus whether they can do with a device, before it is added or changed. Thread-safe.
 */
public final class DeviceValidation {

    private static final int MOST_ROUNDS = 64;
    private static final ObjectMapper TEXTS = new ObjectMapper();

    private final Bus bus;
    private final Json json;
    private final Supplier<Settings> settings;
    private final Semaphore rounds = new Semaphore(MOST_ROUNDS);
    private final Outcomes outcomes;

    private record Outcomes(
            Metrics.Counter accepted, Metrics.Counter refused, Metrics.Counter timedOut, Metrics.Counter notAsked) {

        static Metrics.Counter counter(Metrics metrics, String outcome) {
            return metrics.counter(
                    "graft_device_validations_total",
                    "Devices that device services were asked to validate.",
                    "outcome",
                    outcome);
        }
    }

    public DeviceValidation(Bus bus, Json json, Supplier<Settings> settings, Metrics metrics) {
        this.bus = bus;
        this.json = json;
        this.settings = settings;
        this.outcomes = new Outcomes(
                Outcomes.counter(metrics, "accepted"),
                Outcomes.counter(metrics, "refused"),
                Outcomes.counter(metrics, "timeout"),
                Outcomes.counter(metrics, "unavailable"));
    }

    /**
     * What is asked for one request, or empty if the settings say that nobody is asked.
     *
     * @param correlationId the request's
     * @return to be closed when the request is done
     * @throws ApiException 503 if too many requests wait for device services already
     */
    public Optional<Round> begin(String correlationId) {
        if (!settings.get().deviceValidation()) {
            return Optional.empty();
        }
        if (!rounds.tryAcquire()) {
            throw new ApiException(
                    ErrorKind.SERVICE_UNAVAILABLE,
                    MOST_ROUNDS + " requests wait for device services to validate devices; try again later");
        }
        return Optional.of(new Round(this, settings.get().requestTimeout(), correlationId, rounds::release));
    }

    /** Completes if the device is valid; fails with what to answer. */
    CompletableFuture<Void> ask(Device device, Duration timeout, String correlationId) {
        String topic = bus.topics().deviceValidation(device.serviceName());
        String requestId = UUID.randomUUID().toString();
        String payload = json.write(new AddDeviceRequest(Response.API_VERSION, requestId, device));
        Envelope request = Envelope.json(payload.getBytes(StandardCharsets.UTF_8))
                .withRequestId(requestId)
                .withCorrelationId(correlationId);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        bus.request(topic, request, timeout).whenComplete((reply, failure) -> {
            Optional<ApiException> refusal =
                    failure == null ? refused(device, reply) : Optional.of(unanswered(device, topic, timeout, failure));
            refusal.ifPresentOrElse(answer::completeExceptionally, () -> answer.complete(null));
        });
        return answer;
    }

    private Optional<ApiException> refused(Device device, Envelope reply) {
        if (reply.errorCode() == 0) {
            outcomes.accepted().add(1);
            return Optional.empty();
        }
        outcomes.refused().add(1);
        return Optional.of(new ApiException(
                ErrorKind.SERVER_ERROR, "Device " + device.name() + " validation failed: " + reason(reply)));
    }

    private ApiException unanswered(Device device, String topic, Duration timeout, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        boolean late = cause instanceof BusTimeoutException;
        (late ? outcomes.timedOut() : outcomes.notAsked()).add(1);
        String why = late
                ? "device service '" + device.serviceName() + "' has not answered within " + timeout.toMillis() + " ms"
                : cause.getMessage();
        return new ApiException(
                ErrorKind.SERVICE_UNAVAILABLE, "Error sending request to topic '" + topic + "': " + why, cause);
    }

    /** Whether it is the device service or the bus that does not answer, rather than this device that is at fault. */
    static boolean isGeneral(Throwable refusal) {
        return refusal.getCause() instanceof BusException;
    }

    private static String reason(Envelope reply) {
        String text = reply.text();
        if (!reply.contentType().equals(Envelope.JSON) || !text.startsWith("\"")) {
            return text;
        }
        try {
            return TEXTS.readValue(text, String.class);
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}
