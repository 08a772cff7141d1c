package io.graft.certification.internal.shell;

import io.graft.certification.internal.Certifier;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** The names of the providers that can be certified. */
@Service
public final class ProviderCompleter implements Completer {

    @Reference
    private Certifier certifier;

    @Override
    public int complete(Session session, CommandLine commandLine, List<String> candidates) {
        return new StringsCompleter(certifier.names()).complete(session, commandLine, candidates);
    }
}
