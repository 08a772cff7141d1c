package io.graft.persistence.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ProviderProperties;
import io.graft.api.persistence.ScratchSpaces;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

class ProviderTest {

    private static final Backoff QUICK = new Backoff(Duration.ofMillis(1), Duration.ofMillis(5));

    @TempDir
    private static Path storage;

    private static Framework framework;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<Provider> providers = new ArrayList<>();

    @BeforeAll
    static void startFramework() throws BundleException {
        framework = new FrameworkFactory()
                .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, storage.toString(), "felix.cache.rootdir", ""));
        framework.start();
    }

    @AfterAll
    static void stopFramework() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @AfterEach
    void closeProviders() {
        providers.forEach(Provider::close);
    }

    @Test
    void storesAndSpacesAreRegisteredOnceTheDatabaseIsOpen() throws Exception {
        CountDownLatch mayOpen = new CountDownLatch(1);
        FakeDatabase database = database("a");
        database.beforeOpen = () -> awaitQuietly(mayOpen);

        start(database);

        assertThat(health().getStatus()).isEqualTo(Result.Status.TEMPORARILY_UNAVAILABLE);
        assertThat(registered(EventStore.class)).isEmpty();
        mayOpen.countDown();
        awaitRegistered();
        for (Class<?> type : List.of(EventStore.class, DocumentStore.class, ScratchSpaces.class)) {
            assertThat(registered(type)).singleElement().satisfies(service -> {
                assertThat(service.getProperty(ProviderProperties.PROVIDER)).isEqualTo("fake");
                assertThat(service.getProperty(ProviderProperties.VERSION))
                        .isEqualTo(framework.getVersion().toString());
            });
        }
        await().until(() -> health().isOk());
        assertThat(health()).asString().contains("Connected to a.", "a answers.");
    }

    @Test
    void anAbsentServerIsTriedUntilItIsThere() throws Exception {
        CountDownLatch thirdAttempt = new CountDownLatch(3);
        CountDownLatch serverIsThere = new CountDownLatch(1);
        FakeDatabase database = database("a");
        database.beforeOpen = () -> {
            thirdAttempt.countDown();
            if (serverIsThere.getCount() > 0) {
                throw new StoreUnavailableException(Reason.UNREACHABLE, "nobody listens at redis://joe:pw@here:1");
            }
        };

        start(database);

        assertThat(thirdAttempt.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(registered(EventStore.class)).isEmpty();
        assertThat(health().getStatus()).isEqualTo(Result.Status.CRITICAL);
        assertThat(health())
                .asString()
                .contains("Provider fake is not available: nobody listens at redis://***@here:1")
                .doesNotContain("pw");
        serverIsThere.countDown();
        awaitRegistered();
    }

    @Test
    void anErrorOfTheClientLibraryIsAFailureLikeAnyOther() {
        FakeDatabase database = database("a");
        database.beforeOpen = () -> {
            if (calls.size() < 3) {
                throw new NoClassDefFoundError("io/netty/Missing");
            }
        };

        start(database);

        awaitRegistered();
        assertThat(calls).containsExactly("a open", "a open", "a open");
    }

    @Test
    void aChangedDatabaseTakesOverWithoutAGap() throws Exception {
        FakeDatabase old = database("old");
        Provider provider = start(old);
        awaitRegistered();
        ServiceListener recorder =
                event -> calls.add(event.getType() == ServiceEvent.REGISTERED ? "registered" : "unregistered");
        context().addServiceListener(recorder, "(objectClass=" + EventStore.class.getName() + ")");

        provider.use(database("new"));

        await().until(() -> calls.contains("old close"));
        context().removeServiceListener(recorder);
        assertThat(calls).containsExactly("old open", "new open", "registered", "unregistered", "old close");
        assertThat(registered(ScratchSpaces.class)).hasSize(1);
        assertThat(health()).asString().contains("Connected to new.");
    }

    @Test
    void theOldDatabaseStaysWhileTheNewOneDoesNotOpen() {
        FakeDatabase old = database("old");
        Provider provider = start(old);
        awaitRegistered();
        ServiceReference<?> before = registered(EventStore.class).get(0);
        FakeDatabase wrong = database("wrong");
        wrong.beforeOpen = () -> {
            throw new StoreUnavailableException(Reason.UNREACHABLE, "wrong password");
        };

        provider.use(wrong);

        await().until(() -> health().getStatus() == Result.Status.WARN);
        assertThat(health()).asString().contains("Connected to old.", "still in use: wrong password");
        assertThat(registered(EventStore.class).get(0)).isEqualTo(before);

        provider.use(old);

        await().until(() -> health().isOk());
        assertThat(registered(EventStore.class).get(0)).isEqualTo(before);
        assertThat(calls).doesNotContain("old close");
    }

    @Test
    void anEqualDatabaseIsNotOpenedAnew() {
        Database equal = new EqualDatabase(new FakeDatabase("same", calls));
        Provider provider = start(equal);
        awaitRegistered();

        provider.use(new EqualDatabase(new FakeDatabase("same", calls)));
        provider.close();

        assertThat(calls).containsExactly("same open", "same close");
    }

    @Test
    void closeTakesTheServicesBackBeforeItClosesTheStoresAndLeavesNoThread() throws Exception {
        FakeDatabase database = database("a");
        Provider provider = start(database);
        awaitRegistered();
        database.beforeClose =
                () -> calls.add("registered: " + registered(EventStore.class).size());

        provider.close();

        assertThat(calls).containsExactly("a open", "a close", "registered: 0");
        assertThat(registered(HealthCheck.class)).isEmpty();
        assertThat(registered(ScratchSpaces.class)).isEmpty();
        assertThat(database.threads).hasSize(2).doesNotContain(Thread.currentThread());
        assertThat(database.threads.get(0)).isSameAs(database.threads.get(1));
        database.threads.get(0).join(10_000);
        assertThat(database.threads.get(0).isAlive()).isFalse();
        assertThat(database.threads.get(0).getName()).isEqualTo("graft-fake-lifecycle");
    }

    @Test
    void closeEndsAnOpeningThatHangs() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        FakeDatabase database = database("a");
        database.beforeOpen = () -> {
            hangs.countDown();
            awaitQuietly(new CountDownLatch(1));
        };
        Provider provider = start(database);
        assertThat(hangs.await(10, TimeUnit.SECONDS)).isTrue();

        provider.close();

        database.threads.get(0).join(10_000);
        assertThat(database.threads.get(0).isAlive()).isFalse();
        assertThat(registered(EventStore.class)).isEmpty();
    }

    @Test
    void whatIsOpenedWhileTheProviderClosesIsClosedAgain() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        FakeDatabase database = database("a");
        database.beforeOpen = () -> {
            opening.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                calls.add("interrupted");
            }
        };
        Provider provider = start(database);
        assertThat(opening.await(10, TimeUnit.SECONDS)).isTrue();

        provider.close();

        assertThat(calls).containsExactly("a open", "interrupted", "a close");
    }

    @Test
    void whatAnotherProviderOfTheNameHoldsIsTakenOverAsSoonAsItEnds() throws Exception {
        Provider before = start(database("before"));
        awaitRegistered();
        CountDownLatch refused = new CountDownLatch(1);
        FakeDatabase after = database("after");
        after.beforeOpen = () -> {
            if (!calls.contains("before close")) {
                refused.countDown();
                throw new StoreUnavailableException(Reason.UNREACHABLE, "in use by another provider");
            }
        };
        Backoff longest = new Backoff(Duration.ofHours(1), Duration.ofHours(1));
        providers.add(new Provider(context(), "fake", after, longest));
        assertThat(refused.await(10, TimeUnit.SECONDS)).isTrue();

        before.close();

        awaitRegistered();
        assertThat(calls).endsWith("before close", "after open");
    }

    @Test
    void aSpaceThatIsStillOpenIsClosedWithTheProvider() {
        FakeDatabase database = database("a");
        Provider provider = start(database);
        awaitRegistered();
        ServiceReference<ScratchSpaces> reference = context().getServiceReference(ScratchSpaces.class);
        ScratchSpaces spaces = context().getService(reference);
        spaces.open();

        provider.close();

        assertThat(calls).filteredOn(call -> call.startsWith("a close")).hasSize(2);
        assertThatThrownBy(spaces::open).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new Provider(context(), "My Redis", database("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'My Redis'");
    }

    private FakeDatabase database(String server) {
        return new FakeDatabase(server, calls);
    }

    private Provider start(Database database) {
        Provider provider = new Provider(context(), "fake", database, QUICK);
        providers.add(provider);
        return provider;
    }

    private static void awaitRegistered() {
        await().until(() -> !registered(ScratchSpaces.class).isEmpty());
    }

    private static Result health() {
        ServiceReference<HealthCheck> reference = context().getServiceReference(HealthCheck.class);
        return context().getService(reference).execute();
    }

    private static List<ServiceReference<?>> registered(Class<?> type) {
        try {
            ServiceReference<?>[] found = context().getServiceReferences(type.getName(), null);
            return found == null ? List.of() : Stream.of(found).toList();
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static BundleContext context() {
        return framework.getBundleContext();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new StoreUnavailableException(Reason.TIMEOUT, "interrupted", e);
        }
    }

    /** Equal to any other of its kind. */
    private record EqualDatabase(FakeDatabase database) implements Database {

        @Override
        public OpenStores open(String nameSpace) {
            return database.open(nameSpace);
        }

        @Override
        public void remove(String nameSpace) {
            database.remove(nameSpace);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof EqualDatabase;
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }
}
