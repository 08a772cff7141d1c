package io.graft.shell.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.persistence.binding.Bindings;
import io.graft.persistence.binding.SpoolStatus;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.table.ShellTable;

/** {@code graft:spool}: what is acknowledged and waits for a database. */
@Service
@Command(
        scope = "graft",
        name = "spool",
        description = "Shows the events that are acknowledged and wait for a database.",
        detailedDescription = "classpath:spool.txt")
public final class SpoolCommand implements Action {

    @Reference
    private Bindings bindings;

    @Reference
    private Session session;

    @Argument(index = 0, name = "service", description = "The service, e.g. core-data; all where none is given")
    @Completion(BoundServices.class)
    private String service;

    @Option(name = "--json", description = "Print JSON for programs instead of a table")
    private boolean json;

    /** Prints the spools. */
    @Override
    public Object execute() throws JsonProcessingException {
        List<SpoolStatus> all = bindings.spools();
        List<SpoolStatus> asked = service == null
                ? all
                : all.stream().filter(spool -> spool.service().equals(service)).toList();
        if (service != null && asked.isEmpty()) {
            throw new IllegalArgumentException("no service '" + service + "' has a spool; there is "
                    + String.join(
                            ", ",
                            all.stream().map(SpoolStatus::service).distinct().toList()));
        }
        PrintStream out = session.getConsole();
        if (json) {
            out.println(Views.json(asked.stream().map(SpoolView::of).toList()));
        } else {
            print(asked, out);
        }
        return null;
    }

    private static void print(List<SpoolStatus> spools, PrintStream out) {
        SpoolView.table(spools).print(out, true);
        out.println();
        ShellTable since = Views.table("Since the start", "Spooled", "Drained", "Expired", "Refused", "Rejected");
        spools.forEach(spool -> since.addRow()
                .addContent(
                        spool.service(),
                        spool.spooled(),
                        spool.drained(),
                        spool.expired(),
                        spool.refused(),
                        spool.rejected()));
        since.print(out, true);
        SpoolView.problems(spools, out);
    }
}
