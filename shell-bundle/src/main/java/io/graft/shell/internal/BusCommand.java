package io.graft.shell.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.BusBinding;
import io.graft.bus.binding.BusBindingStatus;
import io.graft.bus.binding.BusBindingStatus.BusProvider;
import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** {@code graft:bus}: how the message bus is, and the change of its provider. */
@Service
@Command(
        scope = "graft",
        name = "bus",
        description = "Shows the message bus: its provider, rates, refusals and the gateway's subscriptions.",
        detailedDescription = "classpath:bus.txt")
public final class BusCommand implements Action {

    @Reference
    private Bus bus;

    @Reference
    private BusBinding binding;

    @Reference
    private Session session;

    @Option(name = "--bind", description = "Bind the gateway to this provider of the bus, e.g. mqtt")
    @Completion(BusProviderNames.class)
    private String provider;

    @Option(name = "--json", description = "Print JSON for programs instead of tables")
    private boolean json;

    /** Prints how the bus is; binds it to another provider first if that is asked for. */
    @Override
    public Object execute() throws JsonProcessingException {
        PrintStream out = session.getConsole();
        String before = bus.status().bound().map(BusProvider::name).orElse("");
        BusBindingStatus status = provider == null ? bus.status() : binding.bind(provider);
        if (json) {
            out.println(Views.json(BusView.of(status)));
        } else if (provider == null) {
            BusView.print(status, out);
        } else {
            out.println("The gateway is bound to the bus provider " + provider
                    + (before.equals(provider) ? ", as before" : "") + " (etc/io.graft.bus.cfg: bus.target = "
                    + status.target() + ").");
        }
        return null;
    }
}
