package io.graft.rest.internal;

import io.graft.rest.RestService;
import io.graft.rest.Routes;
import io.graft.rest.Setting;
import java.util.List;

/** A service with routes of a test's choice. */
record TestService(Routes routes) implements RestService {

    @Override
    public String name() {
        return "core-test";
    }

    @Override
    public String pid() {
        return "io.graft.test";
    }

    @Override
    public int port() {
        return 0;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                new Setting("Service/Port", "port", false, 59880L),
                new Setting("Writable/LogLevel", "log.level", true, "INFO"),
                new Setting("Writable/PersistData", "persist.data", true, true));
    }
}
