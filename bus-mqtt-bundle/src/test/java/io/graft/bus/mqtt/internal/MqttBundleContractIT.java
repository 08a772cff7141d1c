package io.graft.bus.mqtt.internal;

import io.graft.bus.tck.BusBundleContract;
import io.graft.testservers.MosquittoOptions;
import io.graft.testservers.MosquittoServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The bundle, installed and uninstalled twenty times. */
class MqttBundleContractIT extends BusBundleContract {

    private static MosquittoServer server;

    @BeforeAll
    static void start() {
        server = MosquittoServer.start(MosquittoOptions.PERSISTENT);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected Path jar() {
        return Path.of(System.getProperty("graft.bundle"));
    }

    @Override
    protected String name() {
        return "mqtt";
    }

    @Override
    protected Map<String, Map<String, Object>> configurations() {
        return Map.of(MqttProvider.PID, Map.of("url", server.url(), "client.id", "graft-bundle"));
    }
}
