package io.graft.shell.internal;

import io.graft.api.command.CommandException;
import io.graft.api.command.CommandParameter;
import io.graft.api.command.Commands;
import io.graft.api.command.DeviceCommand;
import io.graft.api.command.DeviceCommands;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;

/** Completes what follows {@code graft:command}: a device, a command of it, and the names of its parameters. */
@Service
public final class CommandWords implements Completer {

    private static final int MOST = 1000;

    @Reference(optional = true)
    private Commands commands;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        String word = line.getCursorArgument() == null ? "" : line.getCursorArgument();
        String begun = word.substring(0, Math.min(word.length(), line.getArgumentPosition()));
        fitting(commands, line).stream()
                .filter(each -> each.startsWith(begun))
                .distinct()
                .sorted()
                .forEach(candidates::add);
        if (candidates.size() == 1 && !candidates.get(0).endsWith("=")) {
            candidates.set(0, candidates.get(0) + " ");
        }
        return candidates.isEmpty() ? -1 : line.getBufferPosition() - line.getArgumentPosition();
    }

    static List<String> fitting(Commands commands, CommandLine line) {
        String[] words = line.getArguments();
        if (words.length == 1) {
            // The shell asks of each word before the cursor, alone, whether it could stand there.
            return List.of(words);
        }
        // The first is the shell's command itself.
        List<String> before = Arrays.stream(words)
                .limit(line.getCursorArgumentIndex())
                .skip(1)
                .filter(each -> !each.startsWith("--"))
                .toList();
        try {
            return commands == null ? List.of() : candidates(commands, before);
        } catch (CommandException e) {
            // Nobody can tell now what there is; the command itself will say why.
            return List.of();
        }
    }

    /** What may come after these words. */
    static List<String> candidates(Commands commands, List<String> before) {
        if (before.isEmpty()) {
            return commands.devices(0, MOST).items().stream()
                    .map(DeviceCommands::deviceName)
                    .toList();
        }
        List<DeviceCommand> known =
                commands.device(before.get(0)).map(DeviceCommands::commands).orElse(List.of());
        if (before.size() == 1) {
            return known.stream().map(DeviceCommand::name).toList();
        }
        List<String> given = before.subList(2, before.size());
        List<String> fitting = new ArrayList<>();
        known.stream()
                .filter(command -> command.name().equals(before.get(1)) && command.writable())
                .flatMap(command -> command.parameters().stream())
                .filter(parameter -> given.stream().noneMatch(each -> each.startsWith(parameter.resourceName() + "=")))
                .flatMap(CommandWords::words)
                .forEach(fitting::add);
        return fitting;
    }

    private static Stream<String> words(CommandParameter parameter) {
        String start = parameter.resourceName() + "=";
        return parameter.allowed().isEmpty()
                ? Stream.of(start)
                : parameter.allowed().stream().map(value -> start + value);
    }
}
