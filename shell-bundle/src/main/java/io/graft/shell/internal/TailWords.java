package io.graft.shell.internal;

import io.graft.api.command.CommandException;
import io.graft.api.command.Commands;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes what follows {@code graft:tail}: a device, and options before or behind it. */
@Service
public final class TailWords implements Completer {

    private static final List<String> OPTIONS = List.of("--count", "--json");

    @Reference(optional = true)
    private Commands commands;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(fitting(line, devices())).complete(session, line, candidates);
    }

    static List<String> fitting(CommandLine line, List<String> devices) {
        String[] words = line.getArguments();
        if (words.length == 1) {
            // The shell asks of each word before the cursor, alone, whether it could stand there.
            return List.of(words);
        }
        int at = line.getCursorArgumentIndex();
        if (at > 0 && words[at - 1].equals("--count")) {
            return List.of();
        }
        List<String> fitting = new ArrayList<>(OPTIONS);
        if (Arrays.stream(words).noneMatch(devices::contains)) {
            fitting.addAll(devices);
        }
        return fitting;
    }

    private List<String> devices() {
        try {
            return commands == null ? List.of() : CommandWords.candidates(commands, List.of());
        } catch (CommandException e) {
            // Nobody can tell now which devices there are.
            return List.of();
        }
    }
}
