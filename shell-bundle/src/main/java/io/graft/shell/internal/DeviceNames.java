package io.graft.shell.internal;

import io.graft.api.command.CommandException;
import io.graft.api.command.Commands;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the names of devices. */
@Service
public final class DeviceNames implements Completer {

    @Reference
    private Commands commands;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(names()).complete(session, line, candidates);
    }

    private List<String> names() {
        try {
            return CommandWords.candidates(commands, List.of());
        } catch (CommandException e) {
            // Nobody can tell now which devices there are.
            return List.of();
        }
    }
}
