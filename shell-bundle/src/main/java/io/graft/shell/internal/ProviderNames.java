package io.graft.shell.internal;

import io.graft.persistence.binding.Bindings;
import io.graft.persistence.binding.Provider;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the names of the providers that are installed. */
@Service
public final class ProviderNames implements Completer {

    @Reference
    private Bindings bindings;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> names =
                bindings.providers().stream().map(Provider::name).distinct().toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}
