package io.graft.bus.broker.internal;

import io.graft.api.bus.MessageBus;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.tck.BusBundleContract;
import io.graft.bus.tck.CheckContext;
import io.graft.bus.tck.Heard;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

class BrokerBundleIT extends BusBundleContract {

    private RawClient ended;

    @Override
    protected Path jar() {
        return Path.of(System.getProperty("graft.bundle"));
    }

    @Override
    protected String name() {
        return BrokerProvider.NAME;
    }

    /** Clients come and one stays; a listener acknowledges in a thread that is not the bus's. */
    @Override
    protected void useBesides(MessageBus bus) throws Exception {
        CheckContext.await().until(() -> port(bus) > 0);
        int port = port(bus);
        Heard heard = Heard.holding();
        bus.subscribe(SubscriptionSpec.durable("besides", "besides/#"), heard);
        close();
        RawClient stays = new RawClient(port);
        stays.connect("stays", true, 0).read(RawClient.CONNACK);
        stays.subscribe(1, "besides/#", 1);
        stays.read(RawClient.SUBACK);
        try (RawClient goes = new RawClient(port)) {
            goes.connect("goes", false, 0).read(RawClient.CONNACK);
            goes.publish(1, "besides/a", new byte[500_000], 1, 1);
            CheckContext.await().until(heard::acknowledgeOldest);
            goes.read(RawClient.PUBACK);
        }
        stays.read(RawClient.PUBLISH);
        ended = stays;
    }

    private static int port(MessageBus bus) {
        return URI.create(bus.status().endpoint()).getPort();
    }

    @AfterEach
    void close() {
        if (ended != null) {
            ended.close();
        }
    }

    @Override
    protected Map<String, Map<String, Object>> configurations() {
        return Map.of(BrokerProvider.PID, Map.of("port", 0, "drain.millis", 100));
    }
}
