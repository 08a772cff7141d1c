package io.graft.shell.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.Bindings;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** {@code graft:bind}: changes the database of a service. */
@Service
@Command(
        scope = "graft",
        name = "bind",
        description = "Binds a service to another database, on the running gateway.",
        detailedDescription = "classpath:bind.txt")
public final class BindCommand implements Action {

    @Reference
    private Bindings bindings;

    @Reference
    private Session session;

    @Argument(index = 0, name = "service", required = true, description = "The service, e.g. core-data")
    @Completion(BoundServices.class)
    private String service;

    @Argument(index = 1, name = "provider", required = true, description = "The database's provider, e.g. redis")
    @Completion(ProviderNames.class)
    private String provider;

    @Option(
            name = "--reference",
            description = "Which of the service's references, where it has several; graft:bindings shows them")
    private String reference;

    @Option(name = "--json", description = "Print JSON for programs instead of a sentence")
    private boolean json;

    /** Binds, and says how it is then. */
    @Override
    public Object execute() throws JsonProcessingException {
        Set<Optional<String>> before = bound(bindings.bindings());
        Binding now = bindings.bind(service, Optional.ofNullable(reference), provider);
        PrintStream out = session.getConsole();
        if (json) {
            out.println(Views.json(Views.of(now)));
            return null;
        }
        String where = "etc/" + now.pid() + ".cfg: " + now.property() + " = " + now.target();
        if (before.equals(Set.of(Optional.of(provider)))) {
            out.println(service + " keeps its " + now.reference() + " in " + provider + ", as before (" + where + ").");
            return null;
        }
        String from = before.stream().flatMap(Optional::stream).collect(Collectors.joining());
        out.println(service + " keeps its " + now.reference() + " in " + provider + " now (" + where + ").");
        if (!from.isEmpty()) {
            out.println("What it has kept in " + from + " stays there, and is found again when it is bound back.");
        }
        return null;
    }

    private Set<Optional<String>> bound(List<Binding> all) {
        return all.stream()
                .filter(each -> each.service().equals(service)
                        && (reference == null || each.reference().equals(reference)))
                .map(Binding::provider)
                .collect(Collectors.toSet());
    }
}
