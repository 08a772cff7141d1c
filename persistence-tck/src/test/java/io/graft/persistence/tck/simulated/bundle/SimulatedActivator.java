package io.graft.persistence.tck.simulated.bundle;

import io.graft.api.model.Event;
import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ProviderProperties;
import io.graft.api.persistence.ScratchSpaces;
import io.graft.persistence.tck.oracle.MemoryDocumentStore;
import io.graft.persistence.tck.oracle.MemoryEventStore;
import io.graft.persistence.tck.oracle.MemorySpaces;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** Registers stores in memory, and does one thing wrong if the bundle's manifest says so. */
public final class SimulatedActivator implements BundleActivator {

    /** The header that says what is wrong. */
    public static final String FLAW = "Flaw";

    /** Where a stopped bundle's events are kept, in types that are not the bundle's own. */
    private static final String DISK = "graft.simulated.disk";

    private final MemoryEventStore events = new MemoryEventStore();
    private final MemoryDocumentStore documents = new MemoryDocumentStore();
    private String flaw;

    @Override
    public void start(BundleContext context) {
        flaw = String.valueOf(context.getBundle().getHeaders().get(FLAW));
        @SuppressWarnings("unchecked") // only stop puts it there
        List<Event> kept = (List<Event>) System.getProperties().getOrDefault(DISK, List.of());
        events.append(kept);
        register(context, EventStore.class, events, "simulated");
        register(context, DocumentStore.class, documents, flaw.equals("name") ? "another" : "simulated");
        register(context, ScratchSpaces.class, new MemorySpaces(), "simulated");
        if (!flaw.equals("health")) {
            register(context, HealthCheck.class, () -> new Result(Result.Status.OK, "fine"), "simulated");
        }
        if (flaw.equals("thread")) {
            Thread thread = new Thread(SimulatedActivator::waitForEver, "simulated-pruner");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <S> void register(BundleContext context, Class<S> type, S service, String name) {
        context.registerService(
                type,
                service,
                FrameworkUtil.asDictionary(
                        Map.of(ProviderProperties.PROVIDER, name, ProviderProperties.VERSION, "1.0.0")));
    }

    @Override
    public void stop(BundleContext context) {
        if (!flaw.equals("durability")) {
            System.getProperties()
                    .put(
                            DISK,
                            events.events(EventQuery.page(EventFilter.ALL, 0, Integer.MAX_VALUE))
                                    .items());
        }
        if (flaw.equals("loader")) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> documents.close(), "simulated-hook"));
        }
        if (!flaw.equals("open")) {
            events.close();
        }
        documents.close();
    }
}
