package io.graft.device.host.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;

class HostDeviceServiceTest {

    private final FakeMetrics metrics = new FakeMetrics();
    private EdgexStub edgex;
    private HostDeviceService service;

    @BeforeEach
    void start() throws IOException {
        edgex = new EdgexStub();
        service = new HostDeviceService(metrics, context(), configuration(Map.of()));
    }

    @AfterEach
    void stop() {
        service.deactivate();
        edgex.close();
        assertThat(isRunning()).isFalse();
    }

    @Test
    void oneLineTurnsItOffAndOnAgain() {
        await().until(() -> !edgex.events.isEmpty());
        service.modified(configuration(Map.of("enabled", "false")));
        assertThat(isRunning()).isFalse();
        int events = edgex.events.size();
        service.modified(configuration(Map.of("enabled", "true")));
        await().until(() -> edgex.events.size() > events);
    }

    @Test
    void anotherIntervalDoesNotRegisterAgain() {
        await().until(() -> !edgex.events.isEmpty());
        service.modified(configuration(Map.of("interval.ms", "150")));
        int events = edgex.events.size();
        await().until(() -> edgex.events.size() > events + 1);
        assertThat(edgex.requests).containsOnlyOnce("GET ping");
    }

    @Test
    void anAddressThatIsNoneStopsItUntilItIsMended() {
        await().until(() -> !edgex.events.isEmpty());
        service.modified(configuration(Map.of("data.url", "ftp://x")));
        assertThat(isRunning()).isFalse();
        int events = edgex.events.size();
        service.modified(configuration(Map.of()));
        await().until(() -> edgex.events.size() > events);
    }

    @Test
    void invalidValuesKeepTheOldOnes() {
        HostSettings old = HostSettings.DEFAULT.withInterval(Duration.ofSeconds(7));
        for (String interval : new String[] {"99", "86400001", "x", "1.5", "-1"}) {
            assertThat(HostSettings.read(Map.of("interval.ms", interval, "enabled", "perhaps"), old))
                    .isEqualTo(old);
        }
        assertThat(HostSettings.read(Map.of(), old)).isEqualTo(HostSettings.DEFAULT);
    }

    private Map<String, Object> configuration(Map<String, Object> changes) {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put("metadata.url", edgex.url());
        configuration.put("data.url", edgex.url());
        configuration.put("interval.ms", 100);
        configuration.put("disk.path", ".");
        configuration.putAll(changes);
        return configuration;
    }

    private static BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                BundleContext.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (self, method, args) -> null);
    }

    private static boolean isRunning() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("graft-device-host"));
    }
}
