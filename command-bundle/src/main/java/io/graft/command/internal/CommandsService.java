package io.graft.command.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graft.api.command.CommandException;
import io.graft.api.command.CommandParameter;
import io.graft.api.command.CommandReply;
import io.graft.api.command.Commands;
import io.graft.api.command.DeviceCommand;
import io.graft.api.command.DeviceCommands;
import io.graft.api.metadata.DeviceInfo;
import io.graft.api.metadata.ProfileInfo;
import io.graft.api.metadata.ResourceInfo;
import io.graft.api.persistence.Page;
import io.graft.command.internal.Directory.Target;
import io.graft.command.internal.check.Operation;
import io.graft.command.internal.check.Source;
import io.graft.command.internal.http.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Commands for the bundles of the gateway. */
final class CommandsService implements Commands {

    private static final int SUCCESS = 2;

    private final Directory directory;
    private final CommandCenter center;
    private final JsonMapper json = JsonMapper.builder().build();

    CommandsService(Directory directory, CommandCenter center) {
        this.directory = directory;
        this.center = center;
    }

    @Override
    public Page<DeviceCommands> devices(int offset, int limit) {
        Page<DeviceInfo> page = directory.devices(offset, limit);
        List<DeviceCommands> items = page.items().stream()
                .filter(device -> device.profile().isPresent())
                .map(device -> commands(device, device.profile().get()))
                .toList();
        return new Page<>(items, page.total());
    }

    @Override
    public Optional<DeviceCommands> device(String name) {
        return directory.device(name).map(device -> commands(device, Directory.profile(device)));
    }

    @Override
    public CommandReply read(String device, String command, Map<String, String> query) {
        Target target = center.readable(device, command, query);
        Map<String, List<String>> all = query.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> List.of(each.getValue())));
        try (Answer answer = center.ask(target, command, all, null, CommandCenter.correlated(newId()))) {
            requireSuccess(answer);
            return new CommandReply(answer.contentType(), answer.body());
        }
    }

    @Override
    public void write(String device, String command, Map<String, ?> values) {
        Target target = center.writable(device, command);
        JsonNode checked = center.checked(target, command, json.valueToTree(values));
        try (Answer answer = center.ask(
                target, command, Map.of(), checked.toString().getBytes(UTF_8), CommandCenter.correlated(newId()))) {
            requireSuccess(answer);
        }
    }

    private void requireSuccess(Answer answer) {
        if (answer.status() / 100 != SUCCESS) {
            throw new CommandException(answer.status(), message(answer));
        }
    }

    /** The message of EdgeX's envelope, or what there is instead. */
    private String message(Answer answer) {
        String said = "";
        try {
            JsonNode envelope = json.readTree(answer.body());
            said = envelope == null ? "" : envelope.path("message").asText();
        } catch (IOException e) {
            said = "";
        }
        return said.isEmpty() ? "the device service answers " + answer.status() : said;
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    private static DeviceCommands commands(DeviceInfo device, ProfileInfo profile) {
        List<DeviceCommand> commands = Source.listed(profile).stream()
                .map(source -> new DeviceCommand(
                        source.name(),
                        source.readable(),
                        source.writable(),
                        source.operations().stream()
                                .map(CommandsService::parameter)
                                .toList()))
                .toList();
        return new DeviceCommands(device.name(), profile.name(), commands);
    }

    private static CommandParameter parameter(Operation operation) {
        ResourceInfo.Properties properties = operation.resource().properties();
        return new CommandParameter(
                operation.resource().name(),
                properties.valueType().edgexName(),
                properties.units(),
                properties.minimum(),
                properties.maximum(),
                operation.defaultValue(),
                List.copyOf(operation.mappings().values()));
    }
}
