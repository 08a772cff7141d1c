package io.graft.persistence.binding.internal.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.graft.api.metrics.Metrics;
import io.graft.api.model.Event;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventStore;
import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.Bindings;
import io.graft.persistence.binding.BoundService;
import io.graft.persistence.binding.EventGate;
import io.graft.persistence.binding.MigrationException;
import io.graft.persistence.binding.MigrationException.Reason;
import io.graft.persistence.binding.MigrationRequest;
import io.graft.persistence.binding.MigrationRequest.Existing;
import io.graft.persistence.binding.MigrationStatus;
import io.graft.persistence.binding.MigrationStatus.Phase;
import io.graft.persistence.binding.Provider;
import io.graft.persistence.binding.StoreKind;
import io.graft.persistence.tck.oracle.MemoryEventStore;
import io.graft.persistence.tck.oracle.RandomEvents;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it is registered, with the gate that services use. */
class MigrationServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long CLIENT_PAUSE_NANOS = 500_000; // the stores in memory grow slow as they grow

    private final long seed = System.nanoTime();
    private final RandomEvents world = new RandomEvents(new Random(seed));
    private final MemoryEventStore a = new MemoryEventStore();
    private final MemoryEventStore b = new MemoryEventStore();

    @TempDir
    private Path folder;

    private EventGate gate;
    private MigrationService migrations;

    private final BoundService service = new BoundService() {
        @Override
        public String name() {
            return "core-data";
        }

        @Override
        public String pid() {
            return "io.graft.coredata";
        }

        @Override
        public List<Binding> bindings() {
            return List.of(gate.binding(pid()));
        }

        @Override
        public Optional<EventGate> events() {
            return Optional.of(gate);
        }
    };

    private final Bindings bindings = new Bindings() {
        @Override
        public List<Binding> bindings() {
            return service.bindings();
        }

        @Override
        public List<Provider> providers() {
            return List.of(provider("a", "OK", ""), provider("away", "CRITICAL", "connection refused: 127.0.0.1:1"));
        }

        @Override
        public Binding bind(String name, Optional<String> reference, String provider) {
            bindTo(provider);
            return gate.binding("io.graft.coredata");
        }
    };

    @BeforeEach
    void start() {
        gate = new EventGate("core-data", "events", folder.resolve("spool"), metrics());
        gate.bind(a, Map.of("persistence.provider", "a"));
        gate.bind(b, Map.of("persistence.provider", "b"));
        bindTo("a");
        migrations = started();
    }

    @AfterEach
    void stop() {
        migrations.deactivate();
        gate.close();
    }

    @Test
    void movesWhatAServiceWritesThroughItsGateAndBack() throws Exception {
        fill(2_000);
        AtomicBoolean enough = new AtomicBoolean();
        List<Event> written = new ArrayList<>();
        RandomEvents more = new RandomEvents(new Random(seed + 1));
        Thread client = new Thread(
                () -> {
                    while (!enough.get()) {
                        Event event = more.next();
                        gate.append(event);
                        written.add(event);
                        LockSupport.parkNanos(CLIENT_PAUSE_NANOS);
                    }
                },
                "client");
        client.start();
        try {
            migrations.start(MigrationRequest.of("core-data", "b"));
            awaitPhase(Phase.DONE);
            assertThat(gate.provider()).contains("b");
            migrations.rollback("core-data", Optional.empty());
            awaitPhase(Phase.ROLLED_BACK);
        } finally {
            enough.set(true);
            client.join();
        }
        assertThat(gate.provider()).contains("a");
        await().atMost(PATIENCE).until(() -> gate.spool().events() == 0);
        assertThat(written).as("seed %d", seed).isNotEmpty().allMatch(event -> a.event(event.id())
                .isPresent());
    }

    @Test
    void whatMakesNoSenseIsRefusedWithWhatThereIs() {
        refused(MigrationRequest.of("core", "b"), Reason.UNKNOWN, "there is no service 'core'", "there is core-data");
        refused(
                new MigrationRequest("core-data", Optional.of("x"), "b", 0, Duration.ZERO, Existing.REFUSE),
                Reason.UNKNOWN,
                "no reference 'x'",
                "there is events");
        refused(MigrationRequest.of("core-data", "a"), Reason.INVALID, "in a already");
        refused(MigrationRequest.of("core-data", "c"), Reason.INVALID, "no provider 'c'", "there is a, away");
        refused(MigrationRequest.of("core-data", "away"), Reason.CONFLICT, "connection refused: 127.0.0.1:1");
        assertThatThrownBy(() ->
                        new MigrationRequest("core-data", Optional.empty(), "b", -1, Duration.ZERO, Existing.REFUSE))
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> migrations.abort("core-data", Optional.empty()))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("no migration of 'core-data'");
        assertThat(migrations.list()).isEmpty();
        assertThat(gate.provider()).contains("a");
    }

    @Test
    void aTargetWithOtherEventsIsRefusedAtOnce() {
        fill(10);
        b.append(List.of(world.next()));
        refused(MigrationRequest.of("core-data", "b"), Reason.CONFLICT, "provider b holds 1 events already", "replace");
        gate.delete(EventFilter.ALL);
        refused(MigrationRequest.of("core-data", "b"), Reason.CONFLICT, "holds 1 events already, a 0", "merge");
    }

    @Test
    void aSecondOneIsRefusedWhileOneIsRunningAndItGoesOnAfterARestart() {
        fill(1_000);
        migrations.start(
                new MigrationRequest("core-data", Optional.empty(), "b", 4, Duration.ofHours(1), Existing.REFUSE));
        refused(MigrationRequest.of("core-data", "b"), Reason.CONFLICT, "is running (COPYING)", "abort");

        migrations.deactivate();
        migrations = started();
        MigrationStatus again = status();
        assertThat(again.phase()).isEqualTo(Phase.COPYING);
        migrations.abort("core-data", Optional.of("events"));
        awaitPhase(Phase.ABORTED);

        migrations.start(MigrationRequest.of("core-data", "b"));
        awaitPhase(Phase.DONE);
        assertThat(b.countEvents(EventFilter.ALL)).isEqualTo(1_000);
    }

    @Test
    void afterARestartTheWayBackIsStillOpenAndTheLastOneIsRemembered() {
        fill(300);
        migrations.start(MigrationRequest.of("core-data", "b"));
        awaitPhase(Phase.DONE);
        migrations.deactivate();
        fill(20);
        migrations = started();

        assertThat(status().phase()).isEqualTo(Phase.DONE);
        assertThat(status().copied()).isEqualTo(300);
        migrations.rollback("core-data", Optional.empty());
        awaitPhase(Phase.ROLLED_BACK);
        assertThat(a.countEvents(EventFilter.ALL)).isEqualTo(320);
    }

    @Test
    void aDamagedFileIsLaidAsideAndDoesNotKeepTheServiceFromStarting() throws IOException {
        migrations.deactivate();
        Path file = Files.createDirectories(folder.resolve("migrations")).resolve("core-data.events.properties");
        Files.writeString(file, "phase=COPY");
        migrations = started();

        assertThat(migrations.list()).isEmpty();
        assertThat(file).doesNotExist();
        assertThat(file.resolveSibling(file.getFileName() + ".damaged")).exists();
    }

    private void refused(MigrationRequest request, Reason reason, String... parts) {
        assertThatThrownBy(() -> migrations.start(request))
                .isInstanceOfSatisfying(
                        MigrationException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContainingAll(parts);
    }

    private MigrationStatus status() {
        return migrations.of("core-data", Optional.empty()).orElseThrow();
    }

    private void awaitPhase(Phase phase) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            assertThat(status().phase()).as("%s", status()).isNotEqualTo(Phase.FAILED);
            return status().phase() == phase;
        });
    }

    private MigrationService started() {
        MigrationService next = new MigrationService(folder.resolve("migrations"), bindings);
        next.bindService(service);
        for (Map.Entry<String, EventStore> store :
                Map.<String, EventStore>of("a", a, "b", b).entrySet()) {
            next.bindEvents(store.getValue(), Map.of("persistence.provider", store.getKey()));
        }
        return next;
    }

    private void bindTo(String provider) {
        gate.configure(Map.of("events.target", "(persistence.provider=" + provider + ")"));
    }

    private void fill(int events) {
        List<Event> batch = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            batch.add(world.next());
        }
        gate.append(batch);
    }

    private static Provider provider(String name, String status, String message) {
        return new Provider(
                name,
                "1.0.0",
                new Provider.BundleInfo(1, name, "1.0.0"),
                status.equals("OK") ? Set.of(StoreKind.EVENTS) : Set.of(),
                false,
                new Provider.Health(status, message),
                List.of(),
                Optional.empty());
    }

    /** Takes everything, and keeps nothing. */
    private static Metrics metrics() {
        return (Metrics) silent(Metrics.class);
    }

    private static Object silent(Class<?> type) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            Class<?> answer = method.getReturnType();
            return answer.isInterface() ? silent(answer) : answer == long.class ? (Object) 0L : null;
        });
    }
}
