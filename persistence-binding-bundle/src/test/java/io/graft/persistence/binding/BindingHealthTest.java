package io.graft.persistence.binding;

import static io.graft.persistence.binding.ScriptedStore.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.persistence.binding.internal.spool.MemorySpool;
import io.graft.persistence.tck.oracle.RandomEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BindingHealthTest {

    @TempDir
    private Path directory;

    private final RandomEvents world = new RandomEvents(new Random(3));
    private final ScriptedStore store = new ScriptedStore();
    private EventGate gate;

    @AfterEach
    void stop() {
        gate.close();
    }

    @Test
    void isWellWithAStoreAndWarnsWhileEventsAreSpooled() {
        gate = open(MemorySpool::new);
        gate.bind(store, named("a"));
        assertThat(check()).isEqualTo(Result.Status.OK);

        store.failure = ScriptedStore.unreachable();
        gate.append(world.next());
        assertThat(check()).isEqualTo(Result.Status.WARN);
        assertThat(health().check().toString())
                .contains("provider a fails: the server is gone", "the spool holds 1 events");

        store.failure = null;
        await().until(() -> check() == Result.Status.OK);
    }

    @Test
    void isCriticalWhenNeitherTheStoreNorTheSpoolTakesEvents() {
        gate = open(MemorySpool::new);
        gate.configure(Map.of("spool.bytes", 1 << 20));
        for (int i = 0; i < (1 << 20) / MemorySpool.EVENT_BYTES; i++) {
            gate.append(world.next());
        }
        assertThat(check()).isEqualTo(Result.Status.WARN);
        assertThatThrownBy(() -> gate.append(world.next())).isInstanceOf(StoreUnavailableException.class);

        assertThat(check()).isEqualTo(Result.Status.CRITICAL);
        assertThat(health().check().toString()).contains("core-data has no store", "the spool is full");
        gate.bind(store, named("a"));
        await().until(() -> check() == Result.Status.OK);
    }

    @Test
    void aSpoolThatFailsIsAWarningAsLongAsTheStoreServes() {
        gate = open(() -> {
            throw new IOException("the disk is gone");
        });
        await().until(() -> gate.spool().state() == SpoolStatus.State.FAILED);
        assertThat(check()).isEqualTo(Result.Status.CRITICAL);

        gate.bind(store, named("a"));

        assertThat(check()).isEqualTo(Result.Status.WARN);
        assertThat(health().check().toString()).contains("the spool fails", "the disk is gone");
    }

    @Test
    void withoutASpoolOnlyTheStoreCounts() {
        gate = open(MemorySpool::new);
        gate.configure(Map.of("spool.bytes", 0));
        assertThat(check()).isEqualTo(Result.Status.TEMPORARILY_UNAVAILABLE);

        gate.bind(store, named("a"));

        assertThat(check()).isEqualTo(Result.Status.OK);
    }

    private EventGate open(Spooling.Opener opener) {
        EventGate opened = new EventGate("core-data", "events", directory, new TestMetrics(), Ticks.SYSTEM, opener);
        opened.timeouts(Duration.ofMillis(1), Duration.ofSeconds(5));
        return opened;
    }

    private BindingHealth health() {
        return BindingHealth.of(gate, "io.graft.coredata", s -> s.countEvents(EventFilter.ALL) + " events");
    }

    private Result.Status check() {
        return health().check().getStatus();
    }
}
