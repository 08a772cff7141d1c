package io.graft.persistence.mongo.internal;

import java.util.Collection;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** Neighbours by the service registry, in a type that is the same for every version of the provider. */
final class ServiceNeighbours implements Neighbours {

    private static final String LEASE = "io.graft.persistence.mongo.lease";

    private final BundleContext context;

    ServiceNeighbours(BundleContext context) {
        this.context = context;
    }

    @Override
    public Runnable announce(String instance, Runnable yielding) {
        ServiceRegistration<Runnable> registration =
                context.registerService(Runnable.class, yielding, FrameworkUtil.asDictionary(Map.of(LEASE, instance)));
        return () -> {
            try {
                registration.unregister();
            } catch (IllegalStateException e) {
                // the framework was faster
                return;
            }
        };
    }

    @Override
    public boolean ask(String instance) {
        for (ServiceReference<Runnable> reference : holders(instance)) {
            Runnable yielding = context.getService(reference);
            if (yielding != null) {
                try {
                    yielding.run();
                    return true;
                } finally {
                    context.ungetService(reference);
                }
            }
        }
        return false;
    }

    private Collection<ServiceReference<Runnable>> holders(String instance) {
        try {
            return context.getServiceReferences(Runnable.class, "(" + LEASE + "=" + instance + ")");
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("lease instance " + instance, e);
        }
    }
}
