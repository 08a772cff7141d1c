package io.graft.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.cm.ConfigurationAdmin;

/** A provider may be stopped, started and updated while a service writes to it. */
class ProviderRestartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WRITERS = 4;
    private static final int RESTARTS = 3;
    private static final int EVENTS_BETWEEN = 50;

    private final Queue<UUID> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path folder;

    @Test
    void restartAndUpdateOfTheProviderUnderWritesLoseNothingAndFailNoCall() throws Exception {
        try (EmbeddedFramework framework = new EmbeddedFramework(folder.resolve("framework"))) {
            framework.startLibraries(
                    "org.osgi.util.function",
                    "org.osgi.util.promise",
                    "org.osgi.service.component",
                    "org.apache.felix.configadmin",
                    "org.apache.felix.healthcheck.api",
                    "org.apache.felix.scr");
            configure(framework);
            framework.installModule("api-bundle", "io.graft.api").start();
            framework
                    .installModule("persistence-binding-bundle", "io.graft.persistence.binding")
                    .start();
            Bundle provider = framework.installModule("persistence-embedded-bundle", "io.graft.persistence.embedded");
            provider.start();
            Path jar = folder.resolve("consumer.jar");
            ConsumerBundle.write(jar);
            Bundle consumer = framework.install(jar);
            consumer.start();

            List<String> others = new CopyOnWriteArrayList<>();
            SynchronousBundleListener listener = event -> {
                if (!event.getBundle().equals(provider)) {
                    others.add(event.getBundle() + " " + event.getType());
                }
            };
            framework.context().addBundleListener(listener);
            restartUnderWrites(provider, appender(framework, consumer));
            framework.context().removeBundleListener(listener);

            assertThat(failures).isEmpty();
            assertThat(others).as("events of other bundles").isEmpty();
            @SuppressWarnings("unchecked") // the consumer's, whose ids are UUIDs
            Predicate<UUID> stored = framework.service(Predicate.class, consumer);
            assertThat(acknowledged)
                    .hasSizeGreaterThanOrEqualTo((RESTARTS + 2) * EVENTS_BETWEEN)
                    .allMatch(stored);
            assertThat(stored.test(UUID.randomUUID())).isFalse();
            assertThat(folder.resolve("store")).isNotEmptyDirectory();

            assertThat(providerThreads()).isNotEmpty();
            provider.uninstall();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(providerThreads()).isEmpty());
        }
    }

    private void configure(EmbeddedFramework framework) throws IOException {
        BundleContext context = framework.context();
        context.getService(context.getServiceReference(ConfigurationAdmin.class))
                .getConfiguration("io.graft.persistence.embedded", null)
                .update(FrameworkUtil.asDictionary(
                        Map.of("directory", folder.resolve("store").toString())));
    }

    @SuppressWarnings("unchecked") // the consumer's, whose ids are UUIDs
    private static Consumer<UUID> appender(EmbeddedFramework framework, Bundle consumer) {
        return framework.service(Consumer.class, consumer);
    }

    private void restartUnderWrites(Bundle provider, Consumer<UUID> appender) throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try {
            for (int i = 0; i < WRITERS; i++) {
                writers.execute(() -> write(appender, enough));
            }
            for (int i = 0; i < RESTARTS; i++) {
                awaitMoreEvents();
                provider.stop();
                provider.start();
            }
            awaitMoreEvents();
            provider.update();
            assertThat(provider.getState()).isEqualTo(Bundle.ACTIVE);
            awaitMoreEvents();
        } finally {
            enough.set(true);
            writers.shutdown();
            assertThat(writers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    private void write(Consumer<UUID> appender, AtomicBoolean enough) {
        while (!enough.get()) {
            UUID id = UUID.randomUUID();
            try {
                appender.accept(id);
            } catch (RuntimeException | LinkageError e) {
                failures.add(e);
                return;
            }
            acknowledged.add(id);
        }
    }

    private void awaitMoreEvents() {
        int before = acknowledged.size();
        await().atMost(PATIENCE).until(() -> !failures.isEmpty() || acknowledged.size() >= before + EVENTS_BETWEEN);
    }

    private static List<String> providerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("graft-embedded-"))
                .toList();
    }
}
