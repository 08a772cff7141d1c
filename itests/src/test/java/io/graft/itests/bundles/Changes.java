package io.graft.itests.bundles;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.SynchronousBundleListener;

/** Everything that happens to bundles other than expected, and to their services, until it is closed. */
public final class Changes implements AutoCloseable {
    private final BundleContext context;
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final SynchronousBundleListener bundles;
    private final ServiceListener services;

    /** @param expected the bundles that may change */
    public Changes(BundleContext context, Predicate<Bundle> expected) {
        this.context = context;
        this.bundles = event -> {
            if (!expected.test(event.getBundle())) {
                seen.add(name(event) + " " + event.getBundle());
            }
        };
        this.services = event -> {
            Bundle owner = event.getServiceReference().getBundle();
            if (event.getType() == ServiceEvent.UNREGISTERING
                    && owner != null
                    && owner.getSymbolicName().startsWith("io.graft.")
                    && !expected.test(owner)) {
                seen.add("unregistered " + event.getServiceReference());
            }
        };
        context.addBundleListener(bundles);
        context.addServiceListener(services);
    }

    private static String name(BundleEvent event) {
        return switch (event.getType()) {
            case BundleEvent.INSTALLED -> "installed";
            case BundleEvent.STARTED -> "started";
            case BundleEvent.STOPPED -> "stopped";
            case BundleEvent.UPDATED -> "updated";
            case BundleEvent.UNINSTALLED -> "uninstalled";
            case BundleEvent.RESOLVED -> "resolved";
            case BundleEvent.UNRESOLVED -> "unresolved";
            case BundleEvent.STARTING -> "starting";
            case BundleEvent.STOPPING -> "stopping";
            default -> "event " + event.getType();
        };
    }

    public List<String> seen() {
        return List.copyOf(seen);
    }

    @Override
    public void close() {
        context.removeBundleListener(bundles);
        context.removeServiceListener(services);
    }
}
