package io.graft.shell.internal;

import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.Bindings;
import io.graft.persistence.binding.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes what follows {@code graft:migrate}: a service, then options, and a provider after {@code --to}. */
@Service
public final class MigrateWords implements Completer {

    private static final List<String> OPTIONS = List.of(
            "--to",
            "--rate",
            "--window",
            "--merge",
            "--replace",
            "--pause",
            "--resume",
            "--abort",
            "--rollback",
            "--no-wait",
            "--json");

    @Reference
    private Bindings bindings;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> services =
                bindings.bindings().stream().map(Binding::service).distinct().toList();
        List<String> providers =
                bindings.providers().stream().map(Provider::name).distinct().toList();
        return new StringsCompleter(fitting(line, services, providers)).complete(session, line, candidates);
    }

    static List<String> fitting(CommandLine line, List<String> services, List<String> providers) {
        String[] words = line.getArguments();
        if (words.length == 1) {
            // The shell asks of each word before the cursor, alone, whether it could stand there.
            return List.of(words);
        }
        int at = line.getCursorArgumentIndex();
        if (at > 0 && words[at - 1].equals("--to")) {
            return providers;
        }
        List<String> fitting = new ArrayList<>(OPTIONS);
        if (Arrays.stream(words).noneMatch(services::contains)) {
            fitting.addAll(services);
        }
        return fitting;
    }
}
