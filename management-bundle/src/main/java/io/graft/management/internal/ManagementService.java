package io.graft.management.internal;

import io.graft.api.metrics.Metrics;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.BusBinding;
import io.graft.persistence.binding.Bindings;
import io.graft.persistence.binding.Migrations;
import io.graft.rest.RestService;
import io.graft.rest.Routes;
import io.graft.rest.Setting;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The gateway's own REST: providers, bindings, what waits for a store, what is moved to another one, and the bus. */
@Component(service = RestService.class, immediate = true)
public final class ManagementService implements RestService {

    private final Routes routes;

    /** Called by the framework. */
    @Activate
    public ManagementService(
            @Reference Bindings bindings,
            @Reference Migrations migrations,
            @Reference Bus bus,
            @Reference BusBinding busBinding,
            @Reference Metrics metrics) {
        Routes.Builder builder = Routes.builder();
        new ProviderRoutes(bindings).addTo(builder);
        new BindingRoutes(bindings).addTo(builder);
        new MigrationRoutes(migrations).addTo(builder);
        new SpoolRoutes(bindings).addTo(builder);
        new BusRoutes(bus, busBinding).addTo(builder);
        new StatusRoutes(bindings, migrations, bus, metrics).addTo(builder);
        routes = builder.build();
    }

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public String pid() {
        return "io.graft.management";
    }

    @Override
    public int port() {
        return 0;
    }

    @Override
    public Routes routes() {
        return routes;
    }

    @Override
    public List<Setting> settings() {
        return List.of();
    }
}
