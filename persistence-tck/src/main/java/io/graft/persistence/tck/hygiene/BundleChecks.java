package io.graft.persistence.tck.hygiene;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ProviderProperties;
import io.graft.api.persistence.ScratchSpace;
import io.graft.api.persistence.ScratchSpaces;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.ContractViolation;
import io.graft.persistence.tck.Expect;
import io.graft.persistence.tck.Leftovers;
import io.graft.persistence.tck.Need;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;

/** What a provider's bundle does in a framework: its services, and what it leaves behind. */
public final class BundleChecks {

    private static final String SERVICES = "What a provider is: a bundle that registers an EventStore, a DocumentStore,"
            + " ScratchSpaces and a Felix health check, all with the property persistence.provider.";
    private static final String NOTHING_LEFT =
            "Rule 9: nothing stays behind: no thread, no connection, no lock, no file"
                    + " handle, nothing that holds the bundle's class loader.";
    private static final String HEALTH_CHECK = "org.apache.felix.hc.api.HealthCheck";
    private static final CollectionSpec SPEC = new CollectionSpec("check.bundle", Set.of("name"), Set.of(), Set.of());
    private static final int ROUNDS = 20;
    /** The last one may still be held by a frame of the stack or a cache of the framework. */
    private static final int LOADERS_LEFT = 1;

    private static final Duration LIMIT = Duration.ofMinutes(4);

    private BundleChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                Check.of(
                                "bundle.services",
                                "The bundle registers both stores, scratch spaces and a health check under its name",
                                SERVICES,
                                BundleChecks::services)
                        .needing(Need.FRAMEWORK)
                        .within(LIMIT),
                Check.of(
                                "bundle.restart",
                                "A stopped bundle's stores fail as closed ones, a started one's have all data",
                                "Rule 9: later calls fail with StoreUnavailableException. Rule 1: acknowledged means"
                                        + " durable.",
                                BundleChecks::restart)
                        .needing(Need.FRAMEWORK)
                        .within(LIMIT),
                Check.of(
                                "bundle.nothing-left",
                                "Twenty rounds of installing, starting, using, stopping and uninstalling leave no class"
                                        + " loader, no thread and no handle",
                                NOTHING_LEFT,
                                BundleChecks::nothingLeft)
                        .needing(Need.FRAMEWORK)
                        .within(LIMIT));
    }

    private static ProviderFramework framework(CheckContext context) throws IOException, BundleException {
        return context.closing(
                ProviderFramework.start(context.provider().bundle().orElseThrow()));
    }

    private static Event event() {
        Reading reading =
                new Reading(1, "check", "check", "check", ValueType.INT8, "", new ReadingValue.Text("1"), null, null);
        return new Event(UUID.randomUUID(), "check", "check", "check", 1, List.of(reading), null, null);
    }

    private static void services(CheckContext context) throws Exception {
        ProviderFramework framework = framework(context);
        Bundle bundle = framework.startProvider();
        for (String type :
                List.of(EventStore.class.getName(), DocumentStore.class.getName(), ScratchSpaces.class.getName())) {
            var reference = framework.reference(bundle, type, context.patience());
            Expect.equal(
                    ProviderProperties.PROVIDER + " of " + type,
                    context.provider().name(),
                    reference.getProperty(ProviderProperties.PROVIDER));
            Expect.that(
                    reference.getProperty(ProviderProperties.VERSION) instanceof String,
                    type + " has no " + ProviderProperties.VERSION);
        }
        Expect.equal(
                ProviderProperties.PROVIDER + " of the health check",
                context.provider().name(),
                framework.reference(bundle, HEALTH_CHECK, context.patience()).getProperty(ProviderProperties.PROVIDER));
        use(framework, bundle, context.patience());
    }

    private static void use(ProviderFramework framework, Bundle bundle, Duration patience) throws InterruptedException {
        EventStore events = framework.service(EventStore.class, bundle, patience);
        Event event = event();
        events.append(List.of(event));
        Expect.equal("event", Optional.of(event), events.event(event.id()));
        events.events(EventQuery.page(EventFilter.ALL, 0, 5));
        Expect.equal("deletion of the event", true, events.delete(event.id()));
        DocumentCollection documents =
                framework.service(DocumentStore.class, bundle, patience).collection(SPEC);
        String id = event.id().toString();
        documents.insert(new Document(id, 0, Map.of("name", List.of(id)), Map.of(), "{}"));
        Expect.equal("deletion of the document", true, documents.delete(id));
        try (ScratchSpace space =
                framework.service(ScratchSpaces.class, bundle, patience).open()) {
            space.events().append(List.of(event));
            space.reopen();
            Expect.equal("count of events in a space", 1L, space.events().countEvents(EventFilter.ALL));
        }
    }

    private static void restart(CheckContext context) throws Exception {
        ProviderFramework framework = framework(context);
        Bundle bundle = framework.startProvider();
        EventStore store = framework.service(EventStore.class, bundle, context.patience());
        Event event = event();
        store.append(List.of(event));
        bundle.stop();
        Expect.unavailable(
                "a call to a store whose bundle is stopped", Set.of(Reason.CLOSED), () -> store.event(event.id()));
        bundle.start();
        EventStore again = framework.service(EventStore.class, bundle, context.patience());
        Expect.equal("event after the restart", Optional.of(event), again.event(event.id()));
        Expect.equal("deletion after the restart", true, again.delete(event.id()));
    }

    private static void nothingLeft(CheckContext context) throws Exception {
        ProviderFramework framework = framework(context);
        round(framework, context);
        Leftovers threads = Leftovers.ofThreads();
        Leftovers handles = Leftovers.ofHandles();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            loaders.add(round(framework, context));
        }
        threads.expectFewerThan(ROUNDS / 2, context.patience(), "threads after " + ROUNDS + " rounds");
        handles.expectFewerThan(ROUNDS / 2, context.patience(), "handles after " + ROUNDS + " rounds");
        long end = System.nanoTime() + context.patience().toNanos();
        while (left(loaders) > LOADERS_LEFT) {
            if (System.nanoTime() > end) {
                throw new ContractViolation("class loaders of the bundle after " + ROUNDS
                        + " rounds and garbage collections: expected at most " + LOADERS_LEFT + ", found "
                        + left(loaders) + "; a heap dump shows what holds them");
            }
            System.gc();
            Thread.sleep(100);
        }
    }

    private static long left(List<WeakReference<ClassLoader>> loaders) {
        return loaders.stream().filter(loader -> loader.get() != null).count();
    }

    private static WeakReference<ClassLoader> round(ProviderFramework framework, CheckContext context)
            throws BundleException, InterruptedException {
        Bundle bundle = framework.startProvider();
        WeakReference<ClassLoader> loader =
                new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
        use(framework, bundle, context.patience());
        bundle.stop();
        bundle.uninstall();
        return loader;
    }
}
