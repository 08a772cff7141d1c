package io.graft.device.sdk.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.graft.device.sdk.DeviceDriver;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** EdgeX's routes of a device service: commands and discovery. */
final class CommandRoutes {

    private static final long MAX_BODY = 4 << 20;
    private static final String NAME = "name";
    private static final String COMMAND = "command";

    private final DeviceDriver driver;
    private final Commands commands;
    private final Catalog catalog;
    private final Outbox outbox;
    private final Patience patience;
    private final Runnable discover;

    CommandRoutes(
            DeviceDriver driver,
            Commands commands,
            Catalog catalog,
            Outbox outbox,
            Patience patience,
            Runnable discover) {
        this.driver = driver;
        this.commands = commands;
        this.catalog = catalog;
        this.outbox = outbox;
        this.patience = patience;
        this.discover = discover;
    }

    Routes routes() {
        return Routes.builder()
                .get("/device/name/{name}/{command}", "Reads a command's or a resource's values now.", this::get)
                .put("/device/name/{name}/{command}", "Writes values.", this::set)
                .post("/discovery", "Looks for devices.", this::discovery)
                .build();
    }

    private Response get(Request request) {
        CommandQuery query = CommandQuery.of(singles(request));
        Optional<DeviceEvent> event = await(
                request,
                commands.get(request.pathParam(NAME), request.pathParam(COMMAND), query.pattern(), query.forDriver()));
        if (query.push()) {
            event.ifPresent(each -> outbox.offer(each, request.correlationId()));
        }
        if (!query.giveBack()) {
            return Response.empty(200);
        }
        DeviceEvent found = event.orElseThrow(() -> new ApiException(
                ErrorKind.SERVER_ERROR,
                "device " + request.pathParam(NAME) + " has no value of " + request.pathParam(COMMAND) + " now"));
        return Response.of(200, found.contentType(), found.response(""));
    }

    private Response set(Request request) throws IOException {
        byte[] body = request.body(MAX_BODY);
        Map<String, Object> values = values(body, 0, body.length);
        CommandQuery query = CommandQuery.of(singles(request));
        await(request, commands.set(request.pathParam(NAME), request.pathParam(COMMAND), values, query.forDriver()))
                .ifPresent(each -> outbox.offer(each, request.correlationId()));
        return Response.envelope(200);
    }

    private Response discovery(Request request) {
        if (catalog.locked()) {
            throw new ApiException(ErrorKind.SERVICE_LOCKED, "service locked");
        }
        if (!driver.discovers()) {
            throw new ApiException(ErrorKind.NOT_IMPLEMENTED, "this device service looks for no devices");
        }
        discover.run();
        return Response.envelope(202, out -> {
            out.writeStringField("requestId", request.correlationId());
            out.writeStringField("message", "Device Discovery is triggered.");
        });
    }

    /** Values by resource; 400 if it is no JSON object. */
    static Map<String, Object> values(byte[] json, int offset, int length) {
        if (length == 0) {
            return Map.of();
        }
        try {
            Map<String, Object> values = Json.MAPPER.readValue(json, offset, length, new TypeReference<>() {});
            return values == null ? Map.of() : values;
        } catch (JsonProcessingException e) {
            throw new ApiException(
                    ErrorKind.CONTRACT_INVALID,
                    "failed to parse request body as a JSON object of values by resource: " + e.getOriginalMessage(),
                    e);
        } catch (IOException e) {
            throw new ApiException(ErrorKind.CONTRACT_INVALID, "failed to parse request body: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> singles(Request request) {
        Map<String, String> query = new HashMap<>();
        request.queryParams().forEach((name, values) -> query.put(name, values.isEmpty() ? "" : values.get(0)));
        return query;
    }

    private <T> T await(Request request, CompletableFuture<T> result) {
        try {
            return patience.limit(request.pathParam(NAME), result).get();
        } catch (ExecutionException e) {
            throw DriverCalls.failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(ErrorKind.SERVICE_UNAVAILABLE, "the gateway is stopping; try again later", e);
        }
    }
}
