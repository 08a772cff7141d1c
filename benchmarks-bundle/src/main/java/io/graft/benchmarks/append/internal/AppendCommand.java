package io.graft.benchmarks.append.internal;

import io.graft.api.persistence.ProviderProperties;
import io.graft.api.persistence.ScratchSpace;
import io.graft.api.persistence.ScratchSpaces;
import java.util.Collection;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The shell command {@code bench:append}. */
@Component(
        service = AppendCommand.class,
        property = {"osgi.command.scope=bench", "osgi.command.function=append"})
public final class AppendCommand {

    private static final long WARM_UP_MILLIS = 3_000;

    private final BundleContext context;

    @Activate
    public AppendCommand(BundleContext context) {
        this.context = context;
    }

    /**
     * Appends batches to an empty space of a provider, and removes them; prints one line of figures.
     *
     * @param provider the provider's name
     * @param threads how many append at once
     * @param size events a batch
     * @param seconds how long it is measured
     */
    public void append(String provider, int threads, int size, int seconds)
            throws InterruptedException, InvalidSyntaxException {
        Collection<ServiceReference<ScratchSpaces>> found = context.getServiceReferences(
                ScratchSpaces.class, "(" + ProviderProperties.PROVIDER + "=" + provider + ")");
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no provider '" + provider + "' offers scratch spaces now");
        }
        ServiceReference<ScratchSpaces> reference = found.iterator().next();
        try (ScratchSpace space = context.getService(reference).open()) {
            String figures = new BatchLoad(space.events(), threads, size).run(WARM_UP_MILLIS, seconds * 1_000L);
            System.out.println(figures + " server=" + space.server());
        } finally {
            context.ungetService(reference);
        }
    }
}
