package io.graft.device.sdk.internal;

import io.graft.bus.binding.Bus;
import io.graft.device.sdk.DeviceDriver;
import io.graft.rest.RestService;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Runs a driver's device service as the SDK does in the gateway; for tests of device services. */
public final class TestHost implements AutoCloseable {

    private final AtomicReference<RestService> rest = new AtomicReference<>();
    private final FakeMetrics metrics = new FakeMetrics();
    private final SdkRuntime runtime;
    private final DeviceDriver driver;

    private TestHost(DeviceDriver driver, Bus bus) {
        this.driver = driver;
        runtime = new SdkRuntime(context(), bus, metrics);
    }

    /** Starts the driver's service. */
    public static TestHost run(DeviceDriver driver, Bus bus) {
        TestHost host = new TestHost(driver, bus);
        host.runtime.bindDriver(driver);
        return host;
    }

    /** Says that the driver's registration has been modified. */
    public void modified() {
        runtime.updateDriver(driver);
    }

    /** What the REST bundle serves; null while the service does not run. */
    public RestService rest() {
        return rest.get();
    }

    /** What the service has counted. */
    public FakeMetrics metrics() {
        return metrics;
    }

    /** The names of a service's threads. */
    public static Set<String> threads(String service) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("graft-" + service + "-"))
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        runtime.deactivate();
    }

    private BundleContext context() {
        return proxy(BundleContext.class, (method, args) -> {
            if (!method.equals("registerService")) {
                return null;
            }
            rest.set((RestService) args[1]);
            return proxy(ServiceRegistration.class, (call, values) -> {
                if (call.equals("unregister")) {
                    rest.set(null);
                }
                return null;
            });
        });
    }

    private interface Call {
        Object answer(String method, Object[] args);
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, args) -> method.getName().equals("hashCode") ? 1 : call.answer(method.getName(), args)));
    }
}
