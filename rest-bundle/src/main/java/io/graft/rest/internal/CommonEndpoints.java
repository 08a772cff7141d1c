package io.graft.rest.internal;

import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.Handler;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.RestService;
import io.graft.rest.Routes;
import io.graft.rest.internal.metrics.MetricsRegistry;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The endpoints that every service has. */
final class CommonEndpoints {

    /** The level of EdgeX's API that clients check for. */
    private static final String EDGEX_VERSION = "4.1.0";

    private static final long MAX_SECRET_BYTES = 64 * 1024;
    private static final DateTimeFormatter UNIX_DATE =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss 'UTC' yyyy", Locale.ENGLISH);

    private final String version;
    private final MetricsRegistry metrics;
    private final HealthEndpoints health;

    /**
     * @param version Graft's own
     */
    CommonEndpoints(String version, MetricsRegistry metrics, HealthEndpoints health) {
        this.version = version;
        this.metrics = metrics;
        this.health = health;
    }

    /** What can be asked without knowing a service. */
    Routes observation() {
        return observed().build();
    }

    /** What is answered for a service that is not there: that it is not, whatever is asked. */
    Routes forAbsentService() {
        String path = "/{path*}";
        String summary = "Refused while the service is not there.";
        Handler refusal = request -> {
            throw new ApiException(
                    ErrorKind.SERVICE_UNAVAILABLE, "the service is starting, stopping or being replaced; try again");
        };
        return observed()
                .get(path, summary, refusal)
                .post(path, summary, refusal)
                .put(path, summary, refusal)
                .patch(path, summary, refusal)
                .delete(path, summary, refusal)
                .build();
    }

    private Routes.Builder observed() {
        Routes.Builder routes = Routes.builder().get("/metrics", "Gives all metrics, for Prometheus.", this::metrics);
        health.addTo(routes);
        return routes;
    }

    /** What every service answers besides its own routes, relative to {@link ServedService#API}. */
    Routes forService(RestService service) {
        List<Routes.Route> described = new ArrayList<>(service.routes().all());
        Routes common = Routes.builder()
                .get("/ping", "Says that the service is there.", request -> ping(service))
                .get("/version", "Gives the version of the API and of the gateway.", request -> version(service))
                .get("/config", "Gives the settings in force.", request -> config(service))
                .post("/secret", "Refused: this gateway keeps no secrets.", CommonEndpoints::secret)
                .get("/openapi.json", "Gives this description.", request -> {
                    OpenApiDocument document = new OpenApiDocument(service.name(), version, described);
                    return Response.json(200, document::write);
                })
                .build();
        described.addAll(common.all());
        return common;
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

    private Response version(RestService service) {
        return Response.json(200, out -> {
            out.writeStartObject();
            out.writeStringField("apiVersion", Response.API_VERSION);
            out.writeStringField("version", EDGEX_VERSION);
            out.writeStringField("serviceName", service.name());
            out.writeStringField("graftVersion", version);
            out.writeEndObject();
        });
    }

    private static Response config(RestService service) {
        ConfigTree config = new ConfigTree(service.settings());
        return Response.json(200, out -> {
            out.writeStartObject();
            out.writeStringField("apiVersion", Response.API_VERSION);
            out.writeFieldName("config");
            config.write(out);
            out.writeStringField("serviceName", service.name());
            out.writeEndObject();
        });
    }

    private static Response secret(Request request) throws IOException {
        request.bind(SecretRequest.class, MAX_SECRET_BYTES).check();
        throw new ApiException(
                ErrorKind.NOT_ALLOWED, "this gateway keeps no secrets for its services; nothing was stored");
    }
}
