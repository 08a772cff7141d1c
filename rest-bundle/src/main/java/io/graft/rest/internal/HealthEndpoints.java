package io.graft.rest.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import io.graft.rest.internal.health.CheckResult;
import io.graft.rest.internal.health.HealthBoard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** {@code /health} and its parts: whether the gateway is alive, and whether it is ready to serve. */
final class HealthEndpoints {

    private static final String LIVE = "live";
    private static final String READY = "ready";

    private final HealthBoard board;
    private final Supplier<List<String>> missing;

    /**
     * @param missing what is not there yet of what is needed to be ready
     */
    HealthEndpoints(HealthBoard board, Supplier<List<String>> missing) {
        this.board = board;
        this.missing = missing;
    }

    void addTo(Routes.Builder routes) {
        routes.get("/health/live", "Says whether the gateway works at all.", request -> answer(board.results(LIVE)));
        routes.get("/health/ready", "Says whether the gateway serves.", request -> answer(ready(board.results(READY))));
        routes.get("/health", "Gives the result of every health check.", request -> answer(ready(board.results(null))));
    }

    private List<CheckResult> ready(List<CheckResult> results) {
        List<CheckResult> all = new ArrayList<>();
        List<String> absent = missing.get();
        all.add(
                absent.isEmpty()
                        ? new CheckResult("services", List.of(READY), true, true, "OK", "")
                        : new CheckResult(
                                "services",
                                List.of(READY),
                                true,
                                false,
                                "TEMPORARILY_UNAVAILABLE",
                                "not there yet: " + String.join(", ", absent)));
        all.addAll(results);
        return all;
    }

    private static Response answer(List<CheckResult> results) {
        boolean ok = results.stream().allMatch(result -> result.ok() || !result.decides());
        Response answer = Response.json(ok ? 200 : 503, out -> {
            out.writeStartObject();
            out.writeStringField("status", ok ? "UP" : "DOWN");
            out.writeArrayFieldStart("checks");
            for (CheckResult result : results) {
                write(result, out);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
        return ok ? answer : answer.header("Retry-After", "1");
    }

    private static void write(CheckResult result, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", result.name());
        out.writeStringField("status", result.status());
        if (!result.message().isEmpty()) {
            out.writeStringField("message", result.message());
        }
        out.writeArrayFieldStart("tags");
        for (String tag : result.tags()) {
            out.writeString(tag);
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
