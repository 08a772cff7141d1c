package io.graft.metadata.internal.http;

import io.graft.metadata.internal.Settings;
import io.graft.metadata.internal.json.Json;
import io.graft.metadata.internal.rules.Metadata;
import io.graft.metadata.internal.uom.KnownUnits;
import io.graft.metadata.internal.validation.DeviceValidation;
import io.graft.rest.Routes;
import java.util.function.Supplier;

/** All routes of core-metadata. */
public final class MetadataRoutes {

    private MetadataRoutes() {}

    public static Routes of(
            Metadata metadata, DeviceValidation validation, KnownUnits units, Json json, Supplier<Settings> settings) {
        Items items = new Items(json, settings);
        Lists lists = new Lists(settings);
        Routes.Builder routes = Routes.builder();
        new DeviceRoutes(metadata.devices(), validation, metadata.deviceTree(), metadata.deviceRecords(), items, lists)
                .addTo(routes);
        new ProfileRoutes(metadata.profiles(), metadata.profileRecords(), metadata.deviceRecords(), json, items, lists)
                .addTo(routes);
        new ProfilePartRoutes(metadata.profiles(), metadata.profileRecords(), json, items).addTo(routes);
        new ServiceRoutes(metadata.services(), metadata.serviceRecords(), items, lists).addTo(routes);
        new WatcherRoutes(metadata.watchers(), metadata.watcherRecords(), items, lists).addTo(routes);
        new UnitRoutes(units, json).addTo(routes);
        return routes.build();
    }
}
