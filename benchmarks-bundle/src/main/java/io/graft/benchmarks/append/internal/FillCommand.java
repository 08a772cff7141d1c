package io.graft.benchmarks.append.internal;

import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ProviderProperties;
import java.util.Collection;
import java.util.Locale;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The shell command {@code bench:fill}. */
@Component(
        service = FillCommand.class,
        property = {"osgi.command.scope=bench", "osgi.command.function=fill"})
public final class FillCommand {

    private static final int BATCH = 500;

    private final BundleContext context;

    @Activate
    public FillCommand(BundleContext context) {
        this.context = context;
    }

    /**
     * Stores events in a provider's database in batches, past the services; prints one line of figures.
     *
     * @param provider the provider's name
     * @param devices the start of the devices' names, which a number from 000 to 099 follows
     * @param count how many events
     */
    public void fill(String provider, String devices, long count) throws InvalidSyntaxException {
        Collection<ServiceReference<EventStore>> found = context.getServiceReferences(
                EventStore.class, "(" + ProviderProperties.PROVIDER + "=" + provider + ")");
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no provider '" + provider + "' serves events now");
        }
        ServiceReference<EventStore> reference = found.iterator().next();
        EventStore store = context.getService(reference);
        try {
            SampleEvents events = new SampleEvents(devices);
            long start = System.nanoTime();
            for (long stored = 0; stored < count; stored += BATCH) {
                store.append(events.next((int) Math.min(BATCH, count - stored)));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.println(String.format(
                    Locale.ROOT, "events=%d seconds=%.3f perSecond=%.0f", count, seconds, count / seconds));
        } finally {
            context.ungetService(reference);
        }
    }
}
