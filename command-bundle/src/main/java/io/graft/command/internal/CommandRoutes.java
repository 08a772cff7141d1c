package io.graft.command.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graft.api.command.CommandException;
import io.graft.api.metadata.DeviceInfo;
import io.graft.api.metadata.ProfileInfo;
import io.graft.api.persistence.Page;
import io.graft.command.internal.Directory.Target;
import io.graft.command.internal.http.Answer;
import io.graft.rest.Paging;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** EdgeX core-command's routes. */
final class CommandRoutes {

    private final Directory directory;
    private final CommandCenter center;
    private final Supplier<Settings> settings;
    private final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    CommandRoutes(Directory directory, CommandCenter center, Supplier<Settings> settings) {
        this.directory = directory;
        this.center = center;
        this.settings = settings;
    }

    Routes routes() {
        return Routes.builder()
                .get("/device/all", "Lists the devices with their commands.", answered(this::all))
                .get("/device/name/{name}", "Gives a device with its commands.", answered(this::one))
                .get("/device/name/{name}/{command}", "Reads a device now.", answered(this::read))
                .put("/device/name/{name}/{command}", "Writes to a device.", answered(this::write))
                .build();
    }

    private Response all(Request request) {
        Paging paging = Paging.of(request, settings.get().maxResultCount());
        Page<DeviceInfo> page = directory.devices(paging.offset(), paging.limit());
        paging.check(page.total().orElse(0));
        String url = settings.get().serviceUrl();
        return Response.envelope(200, out -> {
            out.writeNumberField("totalCount", page.total().orElse(0));
            CoreCommands.writeAll(page, url, out);
        });
    }

    private Response one(Request request) {
        DeviceInfo device = directory.existing(request.pathParam("name"));
        ProfileInfo profile = Directory.profile(device);
        String url = settings.get().serviceUrl();
        return Response.envelope(200, out -> {
            out.writeFieldName("deviceCoreCommand");
            CoreCommands.write(device, profile, url, out);
        });
    }

    private Response read(Request request) {
        String command = request.pathParam("command");
        Map<String, String> firsts = request.queryParams().entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().get(0)));
        Target target = center.readable(request.pathParam("name"), command, firsts);
        return passedOn(center.ask(
                target, command, request.queryParams(), null, CommandCenter.correlated(request.correlationId())));
    }

    private Response write(Request request) throws IOException {
        String command = request.pathParam("command");
        Target target = center.writable(request.pathParam("name"), command);
        JsonNode values = center.checked(target, command, body(request));
        return passedOn(center.ask(
                target,
                command,
                request.queryParams(),
                json.writeValueAsBytes(values),
                CommandCenter.correlated(request.correlationId())));
    }

    /** No body is an object without values, as in EdgeX: the profile may have defaults for all. */
    private JsonNode body(Request request) throws IOException {
        int most = settings.get().maxRequestBytes();
        if (request.body(most).length == 0) {
            return json.createObjectNode();
        }
        try (JsonParser parser = request.parser(most)) {
            JsonNode values = json.readTree(parser);
            if (values == null || parser.nextToken() != null) {
                throw new CommandException(400, "the body must be one JSON object");
            }
            return values;
        }
    }

    private static Response passedOn(Answer answer) {
        Response response = answer.body().length == 0
                ? Response.empty(answer.status())
                : Response.of(answer.status(), contentType(answer), answer.body());
        return response.whenDone(answer::close);
    }

    /** EdgeX's clients compare the type as text; some servers put a charset behind it. */
    private static String contentType(Answer answer) {
        String type = answer.contentType().split(";", 2)[0].strip();
        return type.isEmpty() ? Response.JSON : type;
    }

    private interface Route {
        Response handle(Request request) throws IOException;
    }

    private static io.graft.rest.Handler answered(Route route) {
        return request -> {
            try {
                return route.handle(request);
            } catch (CommandException e) {
                return refused(e);
            }
        };
    }

    private static Response refused(CommandException e) {
        Response response = Response.envelope(e.status(), out -> out.writeStringField("message", e.getMessage()));
        return e.retryAfter()
                .map(after -> response.header("Retry-After", Long.toString(Math.max(1, after.toSeconds()))))
                .orElse(response);
    }
}
