package io.graft.metadata.internal.http;

import io.graft.metadata.internal.json.Json;
import io.graft.metadata.internal.uom.KnownUnits;
import io.graft.metadata.internal.uom.Units;
import io.graft.metadata.internal.uom.UnitsYaml;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.nio.charset.StandardCharsets;

/** The route of the units of measure. */
final class UnitRoutes {

    private static final String YAML = "application/x-yaml";

    private final KnownUnits known;
    private final Json json;

    UnitRoutes(KnownUnits known, Json json) {
        this.known = known;
        this.json = json;
    }

    void addTo(Routes.Builder routes) {
        routes.get("/uom", "The known units of measure, as JSON or YAML.", this::units);
    }

    private Response units(Request request) {
        Units units = known.current().units();
        if (request.header("Accept").orElse("").contains(YAML)) {
            return Response.of(200, YAML, UnitsYaml.write(units).getBytes(StandardCharsets.UTF_8));
        }
        return Response.envelope(200, out -> {
            out.writeFieldName("uom");
            json.write(out, units);
        });
    }
}
