package io.graft.management.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.persistence.binding.Bindings;
import io.graft.persistence.binding.SpoolStatus;
import io.graft.rest.ApiException;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.io.IOException;
import java.util.List;

/** What is acknowledged and waits for a store. */
final class SpoolRoutes {

    private final Bindings bindings;

    SpoolRoutes(Bindings bindings) {
        this.bindings = bindings;
    }

    void addTo(Routes.Builder routes) {
        routes.get("/spool", "Gives the spools of all services.", request -> answer(bindings.spools()))
                .get("/spool/{service}", "Gives the spool of a service.", this::ofService);
    }

    private Response ofService(Request request) {
        String service = request.pathParam("service");
        List<SpoolStatus> all = bindings.spools();
        List<SpoolStatus> found =
                all.stream().filter(each -> each.service().equals(service)).toList();
        if (found.isEmpty()) {
            throw ApiException.notFound("no service '" + service + "' has a spool; there is "
                    + String.join(
                            ", ",
                            all.stream().map(SpoolStatus::service).distinct().toList()));
        }
        return answer(found);
    }

    private static Response answer(List<SpoolStatus> spools) {
        return Response.envelope(200, out -> {
            out.writeNumberField("totalCount", spools.size());
            write(spools, out);
        });
    }

    /** Writes the field {@code spools}. */
    static void write(List<SpoolStatus> spools, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("spools");
        for (SpoolStatus spool : spools) {
            write(spool, out);
        }
        out.writeEndArray();
    }

    private static void write(SpoolStatus spool, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("service", spool.service());
        out.writeStringField("reference", spool.reference());
        out.writeStringField("state", spool.state().name());
        out.writeNumberField("events", spool.events());
        out.writeNumberField("bytes", spool.bytes());
        out.writeNumberField("maxBytes", spool.maxBytes());
        out.writeNumberField("oldestSeconds", seconds(spool.oldest().toMillis()));
        if (spool.timeToLive().isPresent()) {
            out.writeNumberField(
                    "timeToLiveSeconds", seconds(spool.timeToLive().get().toMillis()));
        }
        out.writeNumberField("spooledPerSecond", rounded(spool.spooledPerSecond()));
        out.writeNumberField("drainedPerSecond", rounded(spool.drainedPerSecond()));
        out.writeNumberField("spooled", spool.spooled());
        out.writeNumberField("drained", spool.drained());
        out.writeNumberField("expired", spool.expired());
        out.writeNumberField("refused", spool.refused());
        out.writeNumberField("rejected", spool.rejected());
        if (!spool.problem().isEmpty()) {
            out.writeStringField("problem", spool.problem());
        }
        out.writeEndObject();
    }

    private static double seconds(long millis) {
        return millis / 1000.0;
    }

    private static double rounded(double rate) {
        return Math.round(rate * 10) / 10.0;
    }
}
