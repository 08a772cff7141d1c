package io.graft.itests.bundles.memory;

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ProviderProperties;
import io.graft.itests.bundles.server.MemoryServer;
import io.graft.persistence.tck.oracle.MemoryDocumentStore;
import io.graft.persistence.tck.oracle.MemoryEventStore;
import java.util.Dictionary;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** A provider that keeps everything in memory, its own or the test server's, or one whose server is not there. Its manifest says which, and its name. */
public final class MemoryProvider implements BundleActivator {
    /** The manifest's header with the provider's name. */
    public static final String NAME = "Graft-Test-Provider";

    /** The manifest's header that says why the provider does not serve; absent if it does. */
    public static final String FAULT = "Graft-Test-Fault";

    @Override
    public void start(BundleContext context) {
        String name = context.getBundle().getHeaders().get(NAME);
        String fault = context.getBundle().getHeaders().get(FAULT);
        Dictionary<String, Object> properties = FrameworkUtil.asDictionary(Map.of(
                ProviderProperties.PROVIDER,
                name,
                ProviderProperties.VERSION,
                context.getBundle().getVersion().toString(),
                HealthCheck.NAME,
                "Provider " + name,
                HealthCheck.TAGS,
                "ready"));
        HealthCheck health = fault == null
                ? () -> new Result(Result.Status.OK, "in memory")
                : () -> new Result(Result.Status.CRITICAL, fault);
        context.registerService(HealthCheck.class, health, properties);
        if (fault == null) {
            Object[] stores = stores(context, name);
            EventStore events = (EventStore) stores[0];
            context.registerService(DocumentStore.class, (DocumentStore) stores[1], properties);
            context.registerService(EventStore.class, events, properties);
            Predicate<UUID> stored = id -> events.event(id).isPresent();
            context.registerService(Predicate.class, stored, properties);
        }
    }

    /** Those of a server, or own ones where there is none. */
    @SuppressWarnings("unchecked") // the server's
    private static Object[] stores(BundleContext context, String name) {
        ServiceReference<?> server;
        try {
            var servers = context.getServiceReferences(Function.class, "(" + MemoryServer.SERVER + "=true)");
            server = servers.isEmpty() ? null : servers.iterator().next();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        return server == null
                ? new Object[] {new MemoryEventStore(), new MemoryDocumentStore()}
                : ((Function<String, Object[]>) context.getService(server)).apply(name);
    }

    @Override
    public void stop(BundleContext context) {
        // the framework takes the services back
    }
}
