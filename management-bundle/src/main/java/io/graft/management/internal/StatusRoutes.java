package io.graft.management.internal;

import io.graft.api.metrics.Metrics;
import io.graft.api.metrics.Metrics.Counter;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.BusBindingStatus;
import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.Bindings;
import io.graft.persistence.binding.MigrationStatus;
import io.graft.persistence.binding.Migrations;
import io.graft.persistence.binding.Provider;
import io.graft.persistence.binding.SpoolStatus;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.util.List;

/** Everything that a live page shows, in one answer. */
final class StatusRoutes {

    private final Bindings bindings;
    private final Migrations migrations;
    private final Bus bus;
    private final Counter events;
    private final Counter readings;

    StatusRoutes(Bindings bindings, Migrations migrations, Bus bus, Metrics metrics) {
        this.bindings = bindings;
        this.migrations = migrations;
        this.bus = bus;
        this.events = metrics.counter("graft_events_persisted_total", "Events that were stored.");
        this.readings = metrics.counter("graft_readings_persisted_total", "Readings that were stored.");
    }

    void addTo(Routes.Builder routes) {
        routes.get(
                "/status",
                "Gives the bindings, the providers, the spools, the migrations, the bus and how much was stored since the start of the gateway.",
                request -> status());
    }

    private Response status() {
        List<Binding> bound = bindings.bindings();
        List<Provider> providers = bindings.providers();
        List<SpoolStatus> spools = bindings.spools();
        List<MigrationStatus> moved = migrations.list();
        BusBindingStatus messages = bus.status();
        return Response.envelope(200, out -> {
            out.writeNumberField("eventsPersisted", events.sum());
            out.writeNumberField("readingsPersisted", readings.sum());
            BindingRoutes.write(bound, out);
            ProviderRoutes.write(providers, out);
            SpoolRoutes.write(spools, out);
            MigrationRoutes.write(moved, out);
            out.writeFieldName("bus");
            BusRoutes.write(messages, out);
        });
    }
}
