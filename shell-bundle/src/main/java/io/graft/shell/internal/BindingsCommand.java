package io.graft.shell.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.Bindings;
import io.graft.persistence.binding.SpoolStatus;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.table.ShellTable;

/** {@code graft:bindings}: which service keeps its data in which database. */
@Service
@Command(
        scope = "graft",
        name = "bindings",
        description = "Lists the services that keep data, and the database that each is bound to.",
        detailedDescription = "classpath:bindings.txt")
public final class BindingsCommand implements Action {

    @Reference
    private Bindings bindings;

    @Reference
    private Session session;

    @Option(name = "--json", description = "Print JSON for programs instead of a table")
    private boolean json;

    /** Prints the bindings. */
    @Override
    public Object execute() throws JsonProcessingException {
        List<Binding> all = bindings.bindings();
        PrintStream out = session.getConsole();
        if (json) {
            out.println(Views.json(all.stream().map(Views::of).toList()));
        } else {
            print(all, out);
            printWaiting(bindings.spools(), out);
        }
        return null;
    }

    private static void print(List<Binding> all, PrintStream out) {
        ShellTable table = Views.table("Service", "Keeps", "Bound to", "State", "Setting");
        all.forEach(binding -> table.addRow()
                .addContent(
                        binding.service(),
                        binding.reference(),
                        binding.provider().orElse("nothing"),
                        binding.state(),
                        "etc/" + binding.pid() + ".cfg: " + binding.property() + " = " + binding.target()));
        table.emptyTableText("no service that keeps data is installed").print(out, true);
        all.stream()
                .filter(binding -> !binding.problem().isEmpty())
                .forEach(binding -> out.println(binding.service() + ": " + binding.problem()));
    }

    private static void printWaiting(List<SpoolStatus> spools, PrintStream out) {
        spools.stream()
                .filter(spool -> spool.events() > 0)
                .forEach(spool -> out.println(
                        spool.service() + ": " + spool.events() + " events wait in the spool; graft:spool says more"));
    }
}
