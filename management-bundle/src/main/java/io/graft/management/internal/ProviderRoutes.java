package io.graft.management.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.api.certification.CertificateStatus;
import io.graft.persistence.binding.Bindings;
import io.graft.persistence.binding.Provider;
import io.graft.persistence.binding.StoreKind;
import io.graft.rest.ApiException;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.io.IOException;
import java.util.List;

/** The persistence providers that are installed. */
final class ProviderRoutes {

    private final Bindings bindings;

    ProviderRoutes(Bindings bindings) {
        this.bindings = bindings;
    }

    void addTo(Routes.Builder routes) {
        routes.get("/provider", "Gives the persistence providers that are installed.", this::all)
                .get("/provider/{name}", "Gives the persistence providers with a name.", this::named);
    }

    private Response all(Request request) {
        return answer(bindings.providers());
    }

    private Response named(Request request) {
        String name = request.pathParam("name");
        List<Provider> all = bindings.providers();
        List<Provider> named =
                all.stream().filter(each -> each.name().equals(name)).toList();
        if (named.isEmpty()) {
            throw ApiException.notFound("no provider '" + name + "' is installed; there is "
                    + String.join(
                            ", ", all.stream().map(Provider::name).distinct().toList()));
        }
        return answer(named);
    }

    private static Response answer(List<Provider> providers) {
        return Response.envelope(200, out -> {
            out.writeNumberField("totalCount", providers.size());
            write(providers, out);
        });
    }

    /** Writes the field {@code providers}. */
    static void write(List<Provider> providers, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("providers");
        for (Provider provider : providers) {
            write(provider, out);
        }
        out.writeEndArray();
    }

    private static void write(Provider provider, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", provider.name());
        out.writeStringField("version", provider.version());
        out.writeObjectFieldStart("bundle");
        out.writeNumberField("id", provider.bundle().id());
        out.writeStringField("symbolicName", provider.bundle().symbolicName());
        out.writeStringField("version", provider.bundle().version());
        out.writeEndObject();
        out.writeArrayFieldStart("stores");
        for (StoreKind kind : StoreKind.values()) {
            if (provider.stores().contains(kind)) {
                out.writeString(kind.label());
            }
        }
        out.writeEndArray();
        out.writeBooleanField("certifiable", provider.certifiable());
        out.writeObjectFieldStart("health");
        out.writeStringField("status", provider.health().status());
        out.writeStringField("message", provider.health().message());
        out.writeEndObject();
        out.writeArrayFieldStart("boundBy");
        for (String user : provider.boundBy()) {
            out.writeString(user);
        }
        out.writeEndArray();
        if (provider.certificate().isPresent()) {
            out.writeFieldName("certificate");
            write(provider.certificate().get(), out);
        }
        out.writeEndObject();
    }

    private static void write(CertificateStatus certificate, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("state", certificate.state().name());
        out.writeStringField("detail", certificate.detail());
        if (certificate.when() != null) {
            out.writeStringField("when", certificate.when().toString());
        }
        if (certificate.page() != null) {
            out.writeStringField("page", certificate.page());
        }
        out.writeEndObject();
    }
}
