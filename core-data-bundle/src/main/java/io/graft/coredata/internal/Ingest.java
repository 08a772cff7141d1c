package io.graft.coredata.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.api.metrics.Metrics;
import io.graft.api.model.Event;
import io.graft.api.persistence.StoreException;
import io.graft.coredata.internal.AddEventRequest.Target;
import io.graft.persistence.binding.EventGate;
import io.graft.persistence.binding.Outcome;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.Request;
import io.graft.rest.Response;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Takes events in: reads, checks, stores, acknowledges. */
final class Ingest {

    private static final int STATUS_CREATED = 201;

    private final EventGate gate;
    private final Supplier<Settings> settings;
    private final EventReader reader = new EventReader();
    private final Persisted persisted;
    private final BusRepublisher bus;
    private final Map<ErrorKind, Metrics.Counter> rejected = new EnumMap<>(ErrorKind.class);

    Ingest(EventGate gate, Supplier<Settings> settings, Persisted persisted, BusRepublisher bus, Metrics metrics) {
        this.gate = gate;
        this.settings = settings;
        this.persisted = persisted;
        this.bus = bus;
        for (ErrorKind kind : ErrorKind.values()) {
            String reason = kind.name().toLowerCase(Locale.ROOT);
            rejected.put(
                    kind,
                    metrics.counter(
                            "graft_events_rejected_total", "Requests to add an event that failed.", "reason", reason));
        }
    }

    /** Answers POST /event/{serviceName}/{profileName}/{deviceName}/{sourceName}. */
    Response add(Request request) throws IOException {
        try {
            return store(request);
        } catch (ApiException e) {
            rejected.get(e.kind()).add(1);
            throw e;
        } catch (JsonProcessingException e) {
            rejected.get(ErrorKind.CONTRACT_INVALID).add(1);
            throw e;
        } catch (StoreException e) {
            rejected.get(ApiException.of(e).kind()).add(1);
            throw e;
        }
    }

    private Response store(Request request) throws IOException {
        Settings current = settings.get();
        Target target = new Target(
                request.pathParam("profileName"), request.pathParam("deviceName"), request.pathParam("sourceName"));
        AddEventRequest added = read(request, current.maxEventBytes(), target);
        Event event = added.event();
        if (current.persistData()) {
            persist(event);
        }
        Response created = Response.envelope(STATUS_CREATED, out -> {
            if (!added.requestId().isEmpty()) {
                out.writeStringField("requestId", added.requestId());
            }
            out.writeStringField("id", event.id().toString());
        });
        if (!current.busPublish()) {
            return created;
        }
        byte[] body = request.body(current.maxEventBytes());
        return created.whenDone(() -> bus.publish(request, body, event));
    }

    private AddEventRequest read(Request request, long maxBytes, Target target) throws IOException {
        try (JsonParser parser = request.parser(maxBytes)) {
            return reader.read(parser, request.body(maxBytes), target);
        }
    }

    private void persist(Event event) {
        if (gate.append(event) == Outcome.DUPLICATE) {
            throw new ApiException(ErrorKind.DUPLICATE_NAME, "event id " + event.id() + " already exists");
        }
        persisted.add(event);
    }
}
