package io.graft.rest.internal;

import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.RestService;
import io.graft.rest.Routes;
import io.graft.rest.internal.metrics.MetricsRegistry;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The endpoints that every service has. */
final class CommonEndpoints {

    private static final DateTimeFormatter UNIX_DATE =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss 'UTC' yyyy", Locale.ENGLISH);

    private final MetricsRegistry metrics;

    CommonEndpoints(MetricsRegistry metrics) {
        this.metrics = metrics;
    }

    /** What can be asked without knowing a service. */
    Routes observation() {
        return observation(Routes.builder()).build();
    }

    /** The routes from the root that a service gets besides its own. */
    Routes forService(RestService service) {
        return observation(Routes.builder()
                        .get(ServedService.API + "/ping", "Says that the service is there.", request -> ping(service)))
                .build();
    }

    private Routes.Builder observation(Routes.Builder routes) {
        return routes.get("/metrics", "All metrics of the gateway, for Prometheus.", this::metrics);
    }

    private Response metrics(Request request) {
        return Response.of(200, "text/plain; version=0.0.4; charset=utf-8", metrics.text());
    }

    private static Response ping(RestService service) {
        return Response.json(200, out -> {
            out.writeStartObject();
            out.writeStringField("apiVersion", Response.API_VERSION);
            out.writeStringField("timestamp", UNIX_DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
            out.writeStringField("serviceName", service.name());
            out.writeEndObject();
        });
    }
}
