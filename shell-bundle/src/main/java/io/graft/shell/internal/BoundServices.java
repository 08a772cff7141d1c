package io.graft.shell.internal;

import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.Bindings;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the names of the services that keep data. */
@Service
public final class BoundServices implements Completer {

    @Reference
    private Bindings bindings;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> names =
                bindings.bindings().stream().map(Binding::service).distinct().toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}
