package io.graft.management.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.api.bus.BusStatus;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.BusBinding;
import io.graft.bus.binding.BusBindingException;
import io.graft.bus.binding.BusBindingStatus;
import io.graft.bus.binding.BusBindingStatus.BusProvider;
import io.graft.bus.binding.BusBindingStatus.Counts;
import io.graft.bus.binding.BusBindingStatus.Subscribed;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.io.IOException;

/** How the message bus is, and the change of its provider. */
final class BusRoutes {

    private static final long MAX_BODY = 64 * 1024;

    /** The body of a PUT. */
    record ChangeBus(String provider) {}

    private final Bus bus;
    private final BusBinding binding;

    BusRoutes(Bus bus, BusBinding binding) {
        this.bus = bus;
        this.binding = binding;
    }

    void addTo(Routes.Builder routes) {
        routes.get("/bus", "Gives the state of the message bus.", request -> answer(bus.status()))
                .put("/bus", "Binds the gateway to another provider of the message bus.", this::change);
    }

    private Response change(Request request) throws IOException {
        ChangeBus wanted = request.bind(ChangeBus.class, MAX_BODY);
        if (wanted == null || wanted.provider() == null || wanted.provider().isBlank()) {
            throw ApiException.invalid(
                    "the provider field is undefined; name a provider of the bus, e.g. {\"provider\":\"mqtt\"}");
        }
        try {
            return answer(binding.bind(wanted.provider().strip()));
        } catch (BusBindingException e) {
            throw new ApiException(kindOf(e), e.getMessage(), e);
        }
    }

    private static ErrorKind kindOf(BusBindingException failure) {
        return switch (failure.reason()) {
            case INVALID -> ErrorKind.CONTRACT_INVALID;
            case NOT_CONNECTED -> ErrorKind.STATUS_CONFLICT;
            case FAILED -> ErrorKind.SERVICE_UNAVAILABLE;
        };
    }

    private static Response answer(BusBindingStatus status) {
        return Response.envelope(200, out -> {
            out.writeFieldName("bus");
            write(status, out);
        });
    }

    /** Writes an object. */
    static void write(BusBindingStatus status, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("state", status.state().name());
        out.writeStringField("target", status.target());
        if (status.bound().isPresent()) {
            out.writeStringField("provider", status.bound().get().name());
            write(status.bound().get().status(), out);
        }
        if (!status.problem().isEmpty()) {
            out.writeStringField("problem", status.problem());
        }
        write(status.counts(), out);
        out.writeArrayFieldStart("subscriptions");
        for (Subscribed each : status.subscriptions()) {
            write(each, out);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("providers");
        for (BusProvider each : status.providers()) {
            out.writeStartObject();
            out.writeStringField("name", each.name());
            out.writeStringField("version", each.version());
            out.writeNumberField("bundle", each.bundle());
            write(each.status(), out);
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void write(BusStatus status, JsonGenerator out) throws IOException {
        out.writeBooleanField("connected", status.connected());
        out.writeStringField("endpoint", status.endpoint());
        out.writeStringField("detail", status.detail());
        if (status.clients() >= 0) {
            out.writeNumberField("clients", status.clients());
        }
        out.writeNumberField("received", status.received());
        out.writeNumberField("dropped", status.dropped());
        out.writeNumberField("rejected", status.rejected());
    }

    private static void write(Counts counts, JsonGenerator out) throws IOException {
        out.writeNumberField("published", counts.published());
        out.writeNumberField("publishedPerSecond", rounded(counts.publishedPerSecond()));
        out.writeNumberField("publishFailures", counts.failed());
        out.writeNumberField("delivered", counts.delivered());
        out.writeNumberField("deliveredPerSecond", rounded(counts.deliveredPerSecond()));
        out.writeNumberField("requests", counts.requests());
        out.writeNumberField("openRequests", counts.openRequests());
        out.writeNumberField("requestTimeouts", counts.timeouts());
        out.writeNumberField("lateReplies", counts.lateReplies());
        out.writeNumberField("secondReplies", counts.secondReplies());
        out.writeNumberField("unknownReplies", counts.unknownReplies());
    }

    private static void write(Subscribed subscribed, JsonGenerator out) throws IOException {
        SubscriptionSpec spec = subscribed.spec();
        out.writeStartObject();
        out.writeStringField("name", spec.name());
        out.writeArrayFieldStart("filters");
        for (String filter : spec.filters()) {
            out.writeString(filter);
        }
        out.writeEndArray();
        out.writeNumberField("qos", spec.qos() == Qos.AT_LEAST_ONCE ? 1 : 0);
        out.writeBooleanField("durable", spec.durable());
        out.writeNumberField("window", spec.window());
        out.writeNumberField("windowBytes", spec.windowBytes());
        out.writeNumberField("delivered", subscribed.delivered());
        out.writeNumberField("open", subscribed.open());
        out.writeNumberField("waiting", subscribed.waiting());
        out.writeEndObject();
    }

    private static double rounded(double rate) {
        return Math.round(rate * 10) / 10.0;
    }
}
