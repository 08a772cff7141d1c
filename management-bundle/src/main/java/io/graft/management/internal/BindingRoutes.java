package io.graft.management.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.BindingException;
import io.graft.persistence.binding.Bindings;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Which service keeps its data with which provider, and the change of that. */
final class BindingRoutes {

    private static final long MAX_BODY = 64 * 1024;

    /** The body of a PUT. */
    record ChangeBinding(String provider) {}

    private final Bindings bindings;

    BindingRoutes(Bindings bindings) {
        this.bindings = bindings;
    }

    void addTo(Routes.Builder routes) {
        routes.get("/binding", "Gives the bindings of all services.", request -> answer(bindings.bindings()))
                .get("/binding/{service}", "Gives the bindings of a service.", this::ofService)
                .put("/binding/{service}", "Binds a service to another provider.", this::change)
                .get("/binding/{service}/{reference}", "Gives one binding of a service.", this::one)
                .put(
                        "/binding/{service}/{reference}",
                        "Binds one reference of a service to another provider.",
                        this::changeOne);
    }

    private Response ofService(Request request) {
        return answer(found(request.pathParam("service")));
    }

    private Response one(Request request) {
        String service = request.pathParam("service");
        String reference = request.pathParam("reference");
        return found(service).stream()
                .filter(each -> each.reference().equals(reference))
                .findFirst()
                .map(BindingRoutes::answer)
                .orElseThrow(
                        () -> ApiException.notFound("service '" + service + "' has no reference '" + reference + "'"));
    }

    private Response change(Request request) throws IOException {
        return change(request, Optional.empty());
    }

    private Response changeOne(Request request) throws IOException {
        return change(request, Optional.of(request.pathParam("reference")));
    }

    private Response change(Request request, Optional<String> reference) throws IOException {
        ChangeBinding wanted = request.bind(ChangeBinding.class, MAX_BODY);
        if (wanted == null || wanted.provider() == null || wanted.provider().isBlank()) {
            throw ApiException.invalid(
                    "the provider field is undefined; name a provider, e.g. {\"provider\":\"redis\"}");
        }
        try {
            return answer(bindings.bind(request.pathParam("service"), reference, wanted.provider()));
        } catch (BindingException e) {
            throw new ApiException(kindOf(e), e.getMessage(), e);
        }
    }

    private List<Binding> found(String service) {
        List<Binding> all = bindings.bindings();
        List<Binding> found =
                all.stream().filter(each -> each.service().equals(service)).toList();
        if (found.isEmpty()) {
            throw ApiException.notFound("no service '" + service + "' keeps data; there is "
                    + String.join(
                            ", ", all.stream().map(Binding::service).distinct().toList()));
        }
        return found;
    }

    private static ErrorKind kindOf(BindingException failure) {
        return switch (failure.reason()) {
            case UNKNOWN_SERVICE -> ErrorKind.DOES_NOT_EXIST;
            case INVALID -> ErrorKind.CONTRACT_INVALID;
            case NOT_SERVING -> ErrorKind.STATUS_CONFLICT;
            case FAILED -> ErrorKind.SERVICE_UNAVAILABLE;
        };
    }

    private static Response answer(List<Binding> found) {
        return Response.envelope(200, out -> {
            out.writeNumberField("totalCount", found.size());
            write(found, out);
        });
    }

    private static Response answer(Binding binding) {
        return Response.envelope(200, out -> {
            out.writeFieldName("binding");
            write(binding, out);
        });
    }

    /** Writes the field {@code bindings}. */
    static void write(List<Binding> bindings, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("bindings");
        for (Binding binding : bindings) {
            write(binding, out);
        }
        out.writeEndArray();
    }

    private static void write(Binding binding, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("service", binding.service());
        out.writeStringField("reference", binding.reference());
        out.writeStringField("stores", binding.stores().label());
        out.writeStringField("pid", binding.pid());
        out.writeStringField("property", binding.property());
        out.writeStringField("target", binding.target());
        out.writeStringField("state", binding.state().name());
        if (binding.bound().isPresent()) {
            Binding.Bound bound = binding.bound().get();
            out.writeStringField("provider", bound.provider());
            out.writeStringField("providerVersion", bound.version());
            out.writeNumberField("providerBundle", bound.bundle());
        }
        if (!binding.problem().isEmpty()) {
            out.writeStringField("problem", binding.problem());
        }
        out.writeEndObject();
    }
}
