package io.graft.command.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.api.command.CommandException;
import io.graft.command.internal.Directory.Target;
import io.graft.command.internal.check.ParameterCheck;
import io.graft.command.internal.check.Source;
import io.graft.command.internal.http.Answer;
import io.graft.command.internal.http.BaseAddress;
import io.graft.command.internal.http.DeviceClient;
import io.graft.command.internal.http.ExchangeException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Carries commands out: finds the device, holds the command against its profile, and asks its device service over REST.
 */
final class CommandCenter {

    private static final String PUSH_EVENT = "ds-pushevent";
    private static final String RETURN_EVENT = "ds-returnevent";
    private static final String REGEX_COMMAND = "ds-regexcmd";
    private static final Set<String> FLAGS = Set.of("true", "false");
    private static final String REST = "REST";

    private final Directory directory;
    private final Admission admission;
    private final DeviceClient client;
    private final Supplier<Settings> settings;

    CommandCenter(Directory directory, Admission admission, DeviceClient client, Supplier<Settings> settings) {
        this.directory = directory;
        this.admission = admission;
        this.client = client;
        this.settings = settings;
    }

    /**
     * Checks that a command may be read.
     *
     * @param query its query parameters, the first value of each
     * @throws CommandException if it may not
     */
    Target readable(String device, String command, Map<String, String> query) {
        for (String flag : List.of(PUSH_EVENT, RETURN_EVENT, REGEX_COMMAND)) {
            String value = query.getOrDefault(flag, "true");
            if (!FLAGS.contains(value)) {
                throw new CommandException(
                        400, "query parameter " + flag + " is '" + value + "'; it has to be 'true' or 'false'");
            }
        }
        Target target = directory.target(device);
        Source source = Source.of(target.profile(), command).orElse(null);
        if (source == null && query.getOrDefault(REGEX_COMMAND, "true").equals("false")) {
            throw unknown(target, command);
        }
        // What is no name may be an expression that names match: the device service finds out.
        if (source != null && !source.readable()) {
            throw new CommandException(405, "'" + command + "' of device '" + device + "' can only be written");
        }
        return target;
    }

    /**
     * Checks that a command may be written.
     *
     * @throws CommandException if it may not
     */
    Target writable(String device, String command) {
        Target target = directory.target(device);
        Source source = Source.of(target.profile(), command).orElseThrow(() -> unknown(target, command));
        if (!source.writable()) {
            throw new CommandException(405, "'" + command + "' of device '" + device + "' can only be read");
        }
        return target;
    }

    /**
     * Checks the values of a command.
     *
     * @return what the device service gets
     * @throws CommandException 400
     */
    JsonNode checked(Target target, String command, JsonNode values) {
        Source source = Source.of(target.profile(), command).orElseThrow(() -> unknown(target, command));
        if (settings.get().checkParameters()) {
            return ParameterCheck.check(source, values);
        }
        if (!values.isObject()) {
            throw new CommandException(400, "the body must be a JSON object that names the parameters");
        }
        return values;
    }

    /**
     * Asks the device service over REST.
     *
     * @param json the body of a write, or null for a read
     * @return whatever it answers, to be closed
     * @throws CommandException 502 or 503 if it answers nothing that can be used
     */
    Answer ask(
            Target target, String command, Map<String, List<String>> query, byte[] json, Map<String, String> headers) {
        BaseAddress address;
        try {
            address = BaseAddress.of(target.service().baseAddress());
        } catch (IllegalArgumentException e) {
            throw new CommandException(503, "device service " + target.service().name() + ": " + e.getMessage(), e);
        }
        String path = Paths.command(target.name(), command, query);
        DeviceClient.Call call = new DeviceClient.Call(json == null ? "GET" : "PUT", path, headers, json);
        try (Admission.Pass pass = admission.enter(target.service().name(), REST)) {
            return exchange(pass, address, call);
        }
    }

    private Answer exchange(Admission.Pass pass, BaseAddress address, DeviceClient.Call call) {
        Answer answer;
        try {
            answer = client.send(address, call, settings.get().limits());
        } catch (ExchangeException e) {
            switch (e.kind()) {
                case NO_ANSWER -> pass.failed(e.getMessage());
                case BAD_ANSWER -> pass.answered();
                case GIVEN_UP -> {
                    // It says nothing about the device service.
                }
            }
            throw new CommandException(e.kind() == ExchangeException.Kind.BAD_ANSWER ? 502 : 503, e.getMessage(), e);
        }
        pass.answered();
        if (answer.status() / 100 == 3) {
            answer.close();
            throw new CommandException(
                    502,
                    "the device service at " + address + " answers " + answer.status()
                            + ", a redirection; none is followed");
        }
        return answer;
    }

    /** The headers that carry a correlation id on. */
    static Map<String, String> correlated(String id) {
        return Map.of("X-Correlation-ID", id);
    }

    private static CommandException unknown(Target target, String command) {
        return new CommandException(
                404,
                "the profile '" + target.profile().name() + "' of device '" + target.name()
                        + "' has no command and no resource '" + command + "'");
    }
}
