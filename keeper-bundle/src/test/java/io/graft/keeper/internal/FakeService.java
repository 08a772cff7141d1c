package io.graft.keeper.internal;

import io.graft.rest.RestService;
import io.graft.rest.Routes;
import io.graft.rest.Setting;
import java.util.List;
import java.util.Map;

/** A service with one setting of each type, which takes its configuration as Declarative Services would give it. */
final class FakeService implements RestService {

    private volatile Map<String, Object> properties = Map.of();

    void configure(Map<String, Object> changed) {
        properties = Map.copyOf(changed);
    }

    @Override
    public String name() {
        return "core-data";
    }

    @Override
    public String pid() {
        return "io.graft.coredata";
    }

    @Override
    public int port() {
        return 59880;
    }

    @Override
    public Routes routes() {
        return Routes.builder().build();
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                new Setting("MaxEventSize", "event.max.kb", true, max()),
                new Setting("Service/Port", "port", false, 59880L),
                new Setting("Writable/LogLevel", "log.level", true, text("log.level", "INFO")),
                new Setting(
                        "Writable/PersistData",
                        "persist.data",
                        true,
                        text("persist.data", "true").equals("true")),
                new Setting("Writable/Share", "share", true, Double.valueOf(text("share", "0.5"))));
    }

    /** Refuses what is beyond its range, and keeps what it has. */
    private Long max() {
        long asked = Long.parseLong(text("event.max.kb", "25000"));
        return asked < 1 ? Long.valueOf(25000) : Long.valueOf(asked);
    }

    private String text(String property, String absent) {
        return String.valueOf(properties.getOrDefault(property, absent));
    }
}
