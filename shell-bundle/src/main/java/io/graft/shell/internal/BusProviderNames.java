package io.graft.shell.internal;

import io.graft.bus.binding.Bus;
import io.graft.bus.binding.BusBindingStatus.BusProvider;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the names of the bus's providers that are installed. */
@Service
public final class BusProviderNames implements Completer {

    @Reference
    private Bus bus;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> names = bus.status().providers().stream()
                .map(BusProvider::name)
                .distinct()
                .toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}
