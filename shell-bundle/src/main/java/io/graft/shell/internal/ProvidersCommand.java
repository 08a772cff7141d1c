package io.graft.shell.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.persistence.binding.Bindings;
import io.graft.persistence.binding.Provider;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.table.ShellTable;

/** {@code graft:providers}: the databases that are installed. */
@Service
@Command(
        scope = "graft",
        name = "providers",
        description = "Lists the databases that are installed, how they are, and who keeps data in them.",
        detailedDescription = "classpath:providers.txt")
public final class ProvidersCommand implements Action {

    @Reference
    private Bindings bindings;

    @Reference
    private Session session;

    @Option(name = "--json", description = "Print JSON for programs instead of a table")
    private boolean json;

    /** Prints the providers. */
    @Override
    public Object execute() throws JsonProcessingException {
        List<Provider> providers = bindings.providers();
        PrintStream out = session.getConsole();
        if (json) {
            out.println(Views.json(providers.stream().map(Views::of).toList()));
            return null;
        }
        ShellTable table = Views.table("Provider", "Version", "Bundle", "Serves", "Bound by", "Health", "Certificate");
        providers.forEach(provider -> table.addRow()
                .addContent(
                        provider.name(),
                        provider.version(),
                        provider.bundle().id(),
                        Views.keeps(provider),
                        String.join(", ", provider.boundBy()),
                        provider.health().status(),
                        provider.certificate()
                                .map(certificate -> certificate.state().name())
                                .orElse("")));
        table.emptyTableText("no database is installed; e.g. feature:install graft-persistence-embedded brings one")
                .print(out, true);
        providers.stream()
                .filter(provider -> !provider.health().status().equals("OK"))
                .forEach(provider ->
                        out.println(provider.name() + ": " + provider.health().message()));
        return null;
    }
}
