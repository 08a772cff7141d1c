package io.graft.shell.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.graft.api.command.Commands;
import io.graft.api.command.DeviceCommands;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** {@code graft:command}: reads a device, or writes to it. */
@Service
@Command(
        scope = "graft",
        name = "command",
        description = "Reads a device now, writes to it, or lists what it can do.",
        detailedDescription = "classpath:command.txt")
public final class DeviceCommandCommand implements Action {

    private static final int MOST = 1000;

    @Reference(optional = true)
    private Commands commands;

    @Reference
    private Session session;

    @Argument(
            index = 0,
            name = "device",
            multiValued = true,
            description = "The device, then the command or resource, then name=value for each value to be written")
    @Completion(CommandWords.class)
    private List<String> words;

    @Option(name = "--json", description = "Print JSON for programs instead of tables")
    private boolean json;

    /** Carries the command out, and prints what comes of it. */
    @Override
    public Object execute() throws IOException {
        if (commands == null) {
            throw new IllegalStateException(
                    "core-command is not there: start its bundle, or install it with feature:install graft-core-command");
        }
        CommandLineWords line = CommandLineWords.of(words == null ? List.of() : words);
        json |= line.json();
        PrintStream out = session.getConsole();
        if (line.device().isEmpty()) {
            list(commands.devices(0, MOST).items(), out);
        } else if (line.command().isEmpty()) {
            describe(line.device().get(), out);
        } else if (line.values().isEmpty()) {
            read(line, out);
        } else {
            write(line, out);
        }
        return null;
    }

    private void list(List<DeviceCommands> devices, PrintStream out) throws JsonProcessingException {
        if (json) {
            out.println(Views.json(devices.stream().map(CommandView::of).toList()));
        } else {
            CommandView.devices(devices).print(out, true);
        }
    }

    private void describe(String name, PrintStream out) throws JsonProcessingException {
        DeviceCommands device = commands.device(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no device '" + name + "'; graft:command without a device lists them"));
        if (json) {
            out.println(Views.json(CommandView.of(device)));
        } else {
            CommandView.commands(device).print(out, true);
        }
    }

    private void read(CommandLineWords line, PrintStream out) throws IOException {
        JsonNode answer = CommandView.parse(
                commands.read(line.device().get(), line.command().get(), line.query()));
        if (json) {
            out.println(Views.json(answer));
        } else if (answer.path("event").isMissingNode()) {
            out.println("The device has been read, and has given no event.");
        } else {
            CommandView.readings(answer.path("event")).print(out, true);
        }
    }

    private void write(CommandLineWords line, PrintStream out) throws JsonProcessingException {
        if (!line.query().isEmpty()) {
            throw new IllegalArgumentException(
                    "what begins with ds- is for reading; here is something to be written, too");
        }
        String device = line.device().get();
        commands.write(device, line.command().get(), line.values());
        if (json) {
            out.println(Views.json(Map.of("device", device, "written", line.values())));
        } else {
            out.println(device + " has taken "
                    + line.values().entrySet().stream()
                            .map(each -> each.getKey() + " = " + each.getValue())
                            .collect(Collectors.joining(", "))
                    + ".");
        }
    }
}
