package io.graft.bus.broker.internal;

import io.graft.bus.tck.BusBundleContract;
import java.nio.file.Path;
import java.util.Map;

class BrokerBundleIT extends BusBundleContract {

    @Override
    protected Path jar() {
        return Path.of(System.getProperty("graft.bundle"));
    }

    @Override
    protected String name() {
        return BrokerProvider.NAME;
    }

    @Override
    protected Map<String, Map<String, Object>> configurations() {
        return Map.of(BrokerProvider.PID, Map.of("port", 0, "drain.millis", 100));
    }
}
