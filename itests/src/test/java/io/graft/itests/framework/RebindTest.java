package io.graft.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.graft.itests.bundles.MemoryProviderBundle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** A service is bound from one healthy provider to another while it stores events, by its configuration. */
class RebindTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(2);
    private static final int WRITERS = 4;
    private static final long WRITER_PAUSE_NANOS = 200_000;
    private static final int CHANGES = 200;

    private final Queue<UUID> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path folder;

    private EmbeddedFramework framework;
    private Bundle consumer;
    private Bundle a;
    private Bundle b;

    @BeforeEach
    void start() throws Exception {
        framework = new EmbeddedFramework(folder.resolve("framework"));
        framework.startLibraries(
                "org.osgi.util.function",
                "org.osgi.util.promise",
                "org.osgi.service.component",
                "org.apache.felix.configadmin",
                "org.apache.felix.healthcheck.api",
                "org.apache.felix.scr");
        framework.installModule("api-bundle", "io.graft.api").start();
        framework
                .installModule("persistence-binding-bundle", "io.graft.persistence.binding")
                .start();
        target("(persistence.provider=a)");
        a = framework.install(MemoryProviderBundle.named("a", "1.0.0").write(folder.resolve("a.jar")));
        b = framework.install(MemoryProviderBundle.named("b", "1.0.0").write(folder.resolve("b.jar")));
        a.start();
        b.start();
        Path jar = folder.resolve("consumer.jar");
        ConsumerBundle.write(jar);
        consumer = framework.install(jar);
        consumer.start();
    }

    @AfterEach
    void stop() throws Exception {
        framework.close();
    }

    @Test
    void aChangedTargetUnderWritesLosesNothingFailsNoCallAndReactivatesNothing() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] targets = {
            "(persistence.provider=a)",
            "(persistence.provider=b)",
            "(persistence.provider=nobody)",
            "(persistence.provider=a",
            "(&(persistence.provider=b)(!(persistence.provider=a)))"
        };
        List<String> seen = new ArrayList<>();
        underWrites(() -> {
            for (int change = 0; change < CHANGES; change++) {
                int before = acknowledged.size();
                target(targets[random.nextInt(targets.length)]);
                await().atMost(PATIENCE)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(POLL)
                        .until(() -> acknowledged.size() > before + 5 || !failures.isEmpty());
                seen.add(bindings().get().lines().findFirst().orElse(""));
            }
        });

        assertThat(failures).as("seed %d", seed).isEmpty();
        assertThat(seen).as("seed %d", seed).contains("consumer a BOUND", "consumer b BOUND");
        assertThat(seen).as("seed %d", seed).anyMatch(state -> state.endsWith(" KEPT"));
        assertNothingIsLost();
        assertThat(framework.service(IntSupplier.class, consumer).getAsInt()).isEqualTo(1);
    }

    @Test
    void aBindingThatIsChangedBySayingTheProviderIsInForceOnReturn() throws Exception {
        BiFunction<String, String, String> binder = binder();
        underWrites(() -> {
            for (int change = 0; change < 40; change++) {
                String provider = change % 2 == 0 ? "b" : "a";
                assertThat(binder.apply("consumer", provider)).isEqualTo("consumer " + provider + " BOUND");
            }
        });

        assertThat(failures).isEmpty();
        assertNothingIsLost();
    }

    @Test
    void whatCanNotBeBoundIsRefusedWithWhatThereIsAndTheBindingStays() throws Exception {
        framework
                .install(MemoryProviderBundle.faulty("absent", "connection refused: 127.0.0.1:1")
                        .write(folder.resolve("absent.jar")))
                .start();
        BiFunction<String, String, String> binder = binder();

        assertThatThrownBy(() -> binder.apply("consumer", "none"))
                .hasMessageContaining("no provider 'none'; there is a, absent, b")
                .hasMessageContaining("stays as it is");
        assertThatThrownBy(() -> binder.apply("somebody", "a")).hasMessageContaining("there is consumer");
        assertThatThrownBy(() -> binder.apply("consumer", "absent"))
                .hasMessageContaining("connection refused: 127.0.0.1:1");
        assertThat(bindings().get())
                .contains("consumer a BOUND")
                .contains("a 2 OK [consumer events]")
                .contains("absent 0 CRITICAL []")
                .contains("b 2 OK []");
    }

    @Test
    void twoVersionsSideBySideTakeOverWithoutAFailedCall() throws Exception {
        Bundle next = framework.install(MemoryProviderBundle.named("a", "1.1.0")
                .header("Bundle-SymbolicName", "io.graft.itests.provider.a.next")
                .write(folder.resolve("next.jar")));
        underWrites(() -> {
            next.start();
            a.stop();
            int before = acknowledged.size();
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .until(() -> acknowledged.size() > before + 50 || !failures.isEmpty());
        });
        assertThat(failures).isEmpty();
        assertThat(bindings().get()).contains("consumer a BOUND").contains("a 2 OK [consumer events]");
    }

    private interface Work {
        void run() throws Exception;
    }

    private void underWrites(Work work) throws Exception {
        @SuppressWarnings("unchecked") // the consumer's, whose ids are UUIDs
        Consumer<UUID> appender = framework.service(Consumer.class, consumer);
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try {
            for (int i = 0; i < WRITERS; i++) {
                writers.execute(() -> write(appender, enough));
            }
            work.run();
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
            LockSupport.parkNanos(WRITER_PAUSE_NANOS); // what is stored is kept in memory
        }
    }

    @SuppressWarnings("unchecked") // the providers', whose ids are UUIDs
    private void assertNothingIsLost() {
        Predicate<UUID> inA = framework.service(Predicate.class, a);
        Predicate<UUID> inB = framework.service(Predicate.class, b);
        assertThat(acknowledged)
                .isNotEmpty()
                .allMatch(inA.or(inB))
                .anyMatch(inA)
                .anyMatch(inB);
    }

    private void target(String filter) throws Exception {
        Configuration configuration = framework
                .context()
                .getService(framework.context().getServiceReference(ConfigurationAdmin.class))
                .getConfiguration(ConsumerBundle.NAME, "?");
        configuration.update(FrameworkUtil.asDictionary(Map.of("events.target", filter)));
    }

    @SuppressWarnings("unchecked") // the binder's, whose texts are texts
    private BiFunction<String, String, String> binder() {
        return framework.service(BiFunction.class, consumer);
    }

    @SuppressWarnings("unchecked") // the binder's, whose text is one
    private Supplier<String> bindings() {
        return framework.service(Supplier.class, consumer);
    }
}
