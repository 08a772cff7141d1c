package io.graft.itests.bundles.server;

import io.graft.api.persistence.EventStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/**
 * Stands for the servers of databases: it outlives the providers that use it, and gets the faults that a test wants.
 * Registers a function that gives the stores of a name, and a consumer that sets a name's fault.
 */
public final class MemoryServer implements BundleActivator {
    /** The property of both services. */
    public static final String SERVER = "graft.test.server";

    private final Map<String, MemoryDatabase> databases = new ConcurrentHashMap<>();

    @Override
    public void start(BundleContext context) {
        Function<String, Object[]> stores = name -> {
            MemoryDatabase database = database(name);
            EventStore events = database.events();
            return new Object[] {events, database.documents()};
        };
        BiConsumer<String, String> faults = (name, fault) -> database(name).fault(Fault.valueOf(fault));
        var properties = FrameworkUtil.asDictionary(Map.of(SERVER, true));
        context.registerService(Function.class, stores, properties);
        context.registerService(BiConsumer.class, faults, properties);
    }

    @Override
    public void stop(BundleContext context) {
        // the framework takes the services back
    }

    private MemoryDatabase database(String name) {
        return databases.computeIfAbsent(name, each -> new MemoryDatabase());
    }
}
