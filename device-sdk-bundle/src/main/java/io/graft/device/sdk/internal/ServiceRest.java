package io.graft.device.sdk.internal;

import io.graft.device.sdk.ServiceDescription;
import io.graft.rest.RestService;
import io.graft.rest.Routes;
import io.graft.rest.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A device service as the REST bundle serves it. */
final class ServiceRest implements RestService {

    private final Routes routes;
    private volatile ServiceDescription description;

    ServiceRest(ServiceDescription description, Routes routes) {
        this.description = description;
        this.routes = routes;
    }

    void describe(ServiceDescription now) {
        description = now;
    }

    @Override
    public String name() {
        return description.name();
    }

    @Override
    public String pid() {
        return description.pid();
    }

    @Override
    public int port() {
        return description.port();
    }

    @Override
    public Routes routes() {
        return routes;
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        for (Map.Entry<String, Object> each : new TreeMap<>(description.settings()).entrySet()) {
            settings.add(new Setting("Driver/" + each.getKey(), each.getKey(), true, value(each.getValue())));
        }
        settings.add(new Setting("Service/Port", "port", true, (long) description.port()));
        return settings;
    }

    private static Object value(Object setting) {
        if (setting instanceof Integer || setting instanceof Short || setting instanceof Byte) {
            return ((Number) setting).longValue();
        }
        return setting instanceof String
                        || setting instanceof Boolean
                        || setting instanceof Long
                        || setting instanceof Double
                ? setting
                : setting.toString();
    }
}
