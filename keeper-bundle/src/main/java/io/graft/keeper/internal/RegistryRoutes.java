package io.graft.keeper.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.rest.ApiException;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Who is there: the gateway's own services by themselves, others after they have registered. */
final class RegistryRoutes {

    private static final long MAX_BODY = 64 << 10;
    private static final Registration.HealthCheck PING = new Registration.HealthCheck("10s", "/api/v3/ping", "http");

    private final ServiceDirectory services;
    private final RegistrationStore store;
    private final HealthWatch watch;
    private final Supplier<String> host;

    /** @param host where the gateway's services listen, as others are told */
    RegistryRoutes(ServiceDirectory services, RegistrationStore store, HealthWatch watch, Supplier<String> host) {
        this.services = services;
        this.store = store;
        this.watch = watch;
        this.host = host;
    }

    void addTo(Routes.Builder routes) {
        routes.post("/registry", "Registers a service.", this::register)
                .put("/registry", "Changes the registration of a service.", this::update)
                .get("/registry/all", "Lists the services.", this::list)
                .get("/registry/serviceId/{serviceId}", "Gives the registration of a service.", this::get)
                .delete("/registry/serviceId/{serviceId}", "Removes the registration of a service.", this::delete);
    }

    private Response register(Request request) throws IOException {
        Registration registration = body(request);
        refuseOwn(registration.serviceId());
        watch.watch(store.add(registration));
        return Response.envelope(201, out -> out.writeStringField("serviceName", registration.serviceId()));
    }

    private Response update(Request request) throws IOException {
        Registration registration = body(request);
        refuseOwn(registration.serviceId());
        watch.watch(store.update(registration));
        return Response.empty(204);
    }

    private Response delete(Request request) {
        String serviceId = request.pathParam("serviceId");
        refuseOwn(serviceId);
        if (!store.remove(serviceId)) {
            throw ApiException.notFound("service id '" + serviceId + "' not found in the registry");
        }
        watch.forget(serviceId);
        return Response.empty(204);
    }

    private Response get(Request request) {
        String serviceId = request.pathParam("serviceId");
        Registration registration = services.find(serviceId)
                .flatMap(this::own)
                .or(() -> store.find(serviceId))
                .orElseThrow(() -> ApiException.notFound("registration not found by serviceId '" + serviceId + "'"));
        return Response.envelope(200, out -> {
            out.writeFieldName("registration");
            write(out, registration);
        });
    }

    private Response list(Request request) {
        boolean deregistered = Flags.of(request, "deregistered");
        Map<String, Registration> all = new TreeMap<>();
        store.all().stream()
                .filter(each -> deregistered || !each.left())
                .forEach(each -> all.put(each.serviceId(), each));
        services.all().flatMap(entry -> own(entry).stream()).forEach(each -> all.put(each.serviceId(), each));
        List<Registration> found = List.copyOf(all.values());
        return Response.envelope(200, out -> {
            out.writeNumberField("totalCount", found.size());
            out.writeArrayFieldStart("registrations");
            for (Registration each : found) {
                write(out, each);
            }
            out.writeEndArray();
        });
    }

    /** A service without a port of its own has no address that fits a registration. */
    private Optional<Registration> own(ServiceDirectory.Entry entry) {
        int port = entry.service().port();
        return port == 0
                ? Optional.empty()
                : Optional.of(new Registration(
                        entry.since(),
                        entry.modified(),
                        entry.service().name(),
                        Registration.UP,
                        host.get(),
                        port,
                        PING));
    }

    private void refuseOwn(String serviceId) {
        if (services.find(serviceId).isPresent()) {
            throw ApiException.conflict("service '" + serviceId
                    + "' is the gateway's own and registered by itself; it can't be changed here");
        }
    }

    private static Registration body(Request request) throws IOException {
        return request.bind(RegistrationForm.class, MAX_BODY).checked();
    }

    private static void write(JsonGenerator out, Registration registration) throws IOException {
        out.writeStartObject();
        out.writeNumberField("created", registration.created());
        out.writeNumberField("modified", registration.modified());
        out.writeStringField("serviceId", registration.serviceId());
        out.writeStringField("status", registration.status());
        out.writeStringField("host", registration.host());
        out.writeNumberField("port", registration.port());
        out.writeObjectFieldStart("healthCheck");
        out.writeStringField("interval", registration.healthCheck().interval());
        out.writeStringField("path", registration.healthCheck().path());
        out.writeStringField("type", registration.healthCheck().type());
        out.writeEndObject();
        out.writeEndObject();
    }
}
