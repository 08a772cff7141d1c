package io.graft.shell.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.persistence.binding.Bindings;
import io.graft.persistence.binding.Migrations;
import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.table.Col;
import org.apache.karaf.shell.support.table.ShellTable;
import org.osgi.framework.BundleContext;

/** {@code graft:status}: what the gateway serves, what it stores in, and how it is. */
@Service
@Command(
        scope = "graft",
        name = "status",
        description =
                "Shows the services with their ports, the databases, who is bound to them, what waits, and all health checks.",
        detailedDescription = "classpath:status.txt")
public final class StatusCommand implements Action {

    private static final int MESSAGE_WIDTH = 100;

    @Reference
    private BundleContext context;

    @Reference
    private Bindings bindings;

    @Reference
    private Migrations migrations;

    @Reference
    private Session session;

    @Option(name = "--json", description = "Print JSON for programs instead of tables")
    private boolean json;

    /** Prints the status. */
    @Override
    public Object execute() throws JsonProcessingException {
        Status status = new StatusReader(context, bindings, migrations).read();
        PrintStream out = session.getConsole();
        if (json) {
            out.println(Views.json(status.view()));
        } else {
            print(status, out);
        }
        return null;
    }

    private static void print(Status status, PrintStream out) {
        ShellTable services = Views.table("Service", "Own port", "Prefix on the common port", "Settings");
        status.services().forEach(service -> services.addRow()
                .addContent(
                        service.name(),
                        service.port() == 0 ? "none" : service.port(),
                        "/" + service.name(),
                        service.settings().isEmpty() ? "none" : "etc/" + service.settings() + ".cfg"));
        services.print(out, true);
        out.println();
        ShellTable stores = Views.table("Database", "Version", "Serves", "Bound by");
        status.stores().forEach(store -> stores.addRow()
                .addContent(store.provider(), store.version(), store.keeps(), String.join(", ", store.usedBy())));
        stores.emptyTableText("no database is installed").print(out, true);
        out.println();
        SpoolView.table(status.spools()).print(out, true);
        SpoolView.problems(status.spools(), out);
        status.migrations().stream()
                .filter(each -> !each.phase().over())
                .forEach(each -> out.println("Migration of " + each.service() + " " + each.reference() + " from "
                        + each.from() + " to " + each.to() + ": " + MigrationView.line(each)));
        out.println();
        ShellTable checks = Views.table("Check", "Result");
        checks.column(new Col("Message").maxSize(MESSAGE_WIDTH).wrap());
        status.checks().forEach(check -> checks.addRow().addContent(check.name(), check.result(), check.message()));
        checks.print(out, true);
        out.println();
        out.println(status.eventsPersisted() + " events with " + status.readingsPersisted()
                + " readings stored since the start. The gateway is "
                + (status.healthy() ? "healthy." : "not healthy: see the checks."));
    }
}
