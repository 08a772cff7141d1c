package io.graft.command.internal;

import io.graft.api.command.CommandReply;
import io.graft.api.command.Commands;
import io.graft.api.command.DeviceCommands;
import io.graft.api.metadata.DeviceDirectory;
import io.graft.api.metrics.Metrics;
import io.graft.api.persistence.Page;
import io.graft.bus.binding.Bus;
import io.graft.command.internal.http.DeviceClient;
import io.graft.rest.RestService;
import io.graft.rest.Routes;
import io.graft.rest.Setting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** EdgeX's core-command as a service of the gateway. It is there with or without core-metadata, to say which is the case. */
@Component(
        service = {RestService.class, Commands.class, HealthCheck.class},
        configurationPid = CommandConfig.PID,
        immediate = true,
        property = {HealthCheck.NAME + "=core-command", HealthCheck.TAGS + "=ready"})
@Designate(ocd = CommandConfig.class)
public final class CommandService implements RestService, Commands, HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(CommandService.class);
    private static final String NAME = "core-command";

    private final Directory directory = new Directory();
    private final DeviceClient client = new DeviceClient();
    private final Circuits circuits;
    private final Commands commands;
    private final Routes routes;
    private final CommandMetrics metrics;
    private final BusCommands busCommands;
    private volatile Settings settings = SettingsReader.DEFAULTS;

    @Activate
    public CommandService(@Reference Metrics metrics, @Reference Bus bus, Map<String, Object> properties) {
        circuits = new Circuits(() -> settings.circuit(), System::nanoTime);
        Places places = new Places(() -> settings.places());
        Admission admission = new Admission(circuits, places);
        CommandCenter center = new CommandCenter(directory, admission, client, () -> settings);
        commands = new CommandsService(directory, center);
        routes = new CommandRoutes(directory, center, () -> settings).routes();
        this.metrics = new CommandMetrics(metrics, circuits, places);
        modified(properties);
        // Last: requests come from now on.
        busCommands = new BusCommands(bus, center, directory, admission, new BusMeters(metrics), () -> settings);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        settings = SettingsReader.read(
                properties, settings, problem -> LOG.warn("Configuration {}: {}", CommandConfig.PID, problem));
    }

    @Deactivate
    void deactivate() {
        busCommands.close();
        client.close();
        metrics.close();
    }

    @Reference(
            name = "devices",
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    void bindDevices(DeviceDirectory found) {
        directory.bind(found);
    }

    void unbindDevices(DeviceDirectory lost) {
        directory.unbind(lost);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String pid() {
        return CommandConfig.PID;
    }

    @Override
    public int port() {
        return settings.port();
    }

    @Override
    public Routes routes() {
        return routes;
    }

    @Override
    public List<Setting> settings() {
        return SettingsReader.list(settings);
    }

    @Override
    public Page<DeviceCommands> devices(int offset, int limit) {
        return commands.devices(offset, limit);
    }

    @Override
    public Optional<DeviceCommands> device(String device) {
        return commands.device(device);
    }

    @Override
    public CommandReply read(String device, String command, Map<String, String> query) {
        return commands.read(device, command, query);
    }

    @Override
    public void write(String device, String command, Map<String, ?> values) {
        commands.write(device, command, values);
    }

    /** Device services that don't answer are told of, and are no reason to take the gateway for ill. */
    @Override
    public Result execute() {
        if (!directory.isBound()) {
            return new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "core-metadata is not there: no device is known");
        }
        List<Circuits.Open> open = circuits.open();
        if (open.isEmpty()) {
            return new Result(Result.Status.OK, "device services answer, as far as they have been asked");
        }
        return new Result(
                Result.Status.WARN,
                open.stream()
                        .map(each -> each.service() + " has not answered " + each.failures()
                                + " commands in succession, the last because: " + each.last())
                        .collect(Collectors.joining("; ")));
    }
}
