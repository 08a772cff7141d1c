package io.graft.persistence.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventStore;
import io.graft.testservers.RedisOptions;
import io.graft.testservers.RedisServer;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** The bundle as the build has made it, in a framework with nothing but what it imports. */
class BundleIT {

    private static final int ROUNDS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PACKAGES = "io.graft.api.model;version=1.0,io.graft.api.persistence;version=1.0,"
            + "io.graft.api.metrics;version=1.0,org.slf4j;version=1.7.36,org.apache.felix.hc.api;version=2.0.4";
    private static final String COMPONENTS = "osgi.extender;osgi.extender=\"osgi.component\";version:Version=\"1.5\"";

    @TempDir
    private Path storage;

    @Test
    void exportsNothingAndImportsNoLibrary() throws Exception {
        inFramework(framework -> {
            Bundle bundle = install(framework);
            assertThat(bundle.getHeaders().get(Constants.EXPORT_PACKAGE)).isNull();
            assertThat(bundle.getHeaders().get(Constants.IMPORT_PACKAGE))
                    .doesNotContain("io.netty", "io.lettuce", "reactor", "org.reactivestreams", "brave", "micrometer");
            bundle.uninstall();
        });
    }

    @Test
    void twentyRoundsLeaveNoClassLoaderThreadOrConnection() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try (RedisServer server = RedisServer.start(RedisOptions.IN_MEMORY)) {
            inFramework(framework -> {
                List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
                for (int round = 0; round < ROUNDS; round++) {
                    loaders.add(round(framework, server, callers));
                }
                await().atMost(PATIENCE).untilAsserted(() -> {
                    System.gc();
                    // The last one may still be on the stack of a thread that lives on.
                    assertThat(loaders.stream()
                                    .filter(loader -> loader.get() != null)
                                    .count())
                            .isLessThan(2);
                    assertThat(Thread.getAllStackTraces().keySet())
                            .noneMatch(thread -> thread.getName().startsWith("lettuce")
                                    || thread.getName().startsWith("graft-redis")
                                    || thread.getName().startsWith("globalEventExecutor"));
                    assertThat(server.info("clients", "connected_clients")).isEqualTo("1");
                });
            });
        } finally {
            callers.shutdownNow();
        }
    }

    private static WeakReference<ClassLoader> round(Framework framework, RedisServer server, ExecutorService callers)
            throws Exception {
        Bundle bundle = install(framework);
        bundle.start();
        Object provider = activate(bundle, server);
        try {
            BundleContext context = framework.getBundleContext();
            await().atMost(PATIENCE).until(() -> context.getServiceReference(EventStore.class) != null);
            ServiceReference<EventStore> reference = context.getServiceReference(EventStore.class);
            useFromManyThreads(context.getService(reference), callers);
            context.ungetService(reference);
        } finally {
            invoke(provider, "deactivate");
        }
        WeakReference<ClassLoader> loader =
                new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
        bundle.uninstall();
        CountDownLatch refreshed = new CountDownLatch(1);
        framework.adapt(FrameworkWiring.class).refreshBundles(List.of(bundle), event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
            }
        });
        assertThat(refreshed.await(10, TimeUnit.SECONDS)).isTrue();
        return loader;
    }

    private static void useFromManyThreads(EventStore store, ExecutorService callers) throws Exception {
        List<java.util.concurrent.Future<Long>> counts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            counts.add(callers.submit(() -> {
                store.append(List.of(event()));
                return store.countEvents(EventFilter.ALL);
            }));
        }
        for (java.util.concurrent.Future<Long> count : counts) {
            assertThat(count.get(20, TimeUnit.SECONDS)).isPositive();
        }
    }

    private static Event event() {
        Reading reading = new Reading(1, "d", "p", "r", ValueType.INT8, "", new ReadingValue.Text("1"), null, null);
        return new Event(UUID.randomUUID(), "d", "p", "r", 1, List.of(reading), null, null);
    }

    /** Makes the component as declarative services would, in a thread that lives on. */
    private static Object activate(Bundle bundle, RedisServer server) throws Exception {
        Class<?> component = bundle.loadClass(RedisProvider.class.getName());
        Class<?> configuration = bundle.loadClass(RedisConfiguration.class.getName());
        Object values = Proxy.newProxyInstance(
                configuration.getClassLoader(),
                new Class<?>[] {configuration},
                (proxy, method, arguments) -> method.getName().equals("hosts")
                        ? server.host() + ":" + server.port()
                        : method.getDefaultValue());
        Constructor<?> constructor = component.getConstructors()[0];
        return constructor.newInstance(bundle.getBundleContext(), values);
    }

    private static void invoke(Object component, String name) throws Exception {
        Method method = component.getClass().getDeclaredMethod(name);
        method.setAccessible(true);
        method.invoke(component);
    }

    private static Bundle install(Framework framework) throws Exception {
        Path jar;
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            jar = files.filter(
                            file -> file.getFileName().toString().matches("io\\.graft\\.persistence\\.redis-.*\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
        return framework.getBundleContext().installBundle(jar.toUri().toString());
    }

    private interface Work {
        void with(Framework framework) throws Exception;
    }

    private void inFramework(Work work) throws Exception {
        Framework framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        storage.toString(),
                        "felix.cache.rootdir",
                        "",
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        PACKAGES,
                        Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA,
                        COMPONENTS));
        framework.start();
        try {
            work.with(framework);
        } finally {
            framework.stop();
            framework.waitForStop(10_000);
        }
    }
}
