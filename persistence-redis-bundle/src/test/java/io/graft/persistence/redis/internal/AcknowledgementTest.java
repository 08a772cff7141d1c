package io.graft.persistence.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.graft.api.model.Event;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.redis.internal.RedisSettings.Acknowledgement;
import io.graft.persistence.support.OpenStores;
import io.graft.testservers.RedisOptions;
import io.graft.testservers.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What an acknowledgement waits for, and what refuses to acknowledge. */
class AcknowledgementTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void changeIsAcknowledgedOnlyWhenAReplicaHasIt() {
        Event event = TestEvents.event(UUID.randomUUID());
        try (RedisServer master = RedisServer.start(RedisOptions.DURABLE);
                OpenStores stores = open(master, new Acknowledgement(1, false, Duration.ofMillis(200)))) {
            EventStore events = stores.events();
            assertThatThrownBy(() -> events.append(List.of(event)))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("0 of 1 replicas have confirmed the change");
            assertThat(events.event(event.id())).contains(event);

            RedisOptions ofMaster =
                    RedisOptions.DURABLE.with("--replicaof", master.host(), Integer.toString(master.port()));
            try (RedisServer replica = RedisServer.start(ofMaster)) {
                await().atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                        .untilAsserted(
                                () -> assertThat(events.append(List.of(event)).duplicates())
                                        .containsExactly(event.id()));
                assertThat(replica.info("replication", "role")).isEqualTo("slave");
                try (OpenStores copy = open(replica, Acknowledgement.ANSWER)) {
                    assertThat(copy.events().event(event.id())).contains(event);
                    assertThat(health(copy)).contains("takes no changes", "replica");
                }
            }
        }
    }

    @Test
    void changeIsAcknowledgedWhenItIsOnTheDisk() {
        Event event = TestEvents.event(UUID.randomUUID());
        Acknowledgement disk = new Acknowledgement(0, true, Duration.ofSeconds(2));
        try (RedisServer server = RedisServer.start(RedisOptions.DURABLE.withFsync("everysec"))) {
            Assumptions.assumeTrue(hasWaitAof(server), "needs redis-server 7.2 or newer");
            try (OpenStores stores = open(server, disk)) {
                assertThat(stores.events().append(List.of(event)).duplicates()).isEmpty();
                server.kill();
                server.startAgain();
                await().atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                        .untilAsserted(() ->
                                assertThat(stores.events().event(event.id())).contains(event));
            }
        }
    }

    @Test
    void serverThatCannotTellWhatIsOnItsDiskIsRefusedAtOnce() {
        try (RedisServer server = RedisServer.start(RedisOptions.IN_MEMORY)) {
            assertThatThrownBy(() -> open(server, new Acknowledgement(0, true, Duration.ofSeconds(1))))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("wait.disk can't be used")
                    .hasMessageContaining("Redis 7.2 or newer with appendonly yes");
        }
    }

    @Test
    void serverThatCannotWriteItsSnapshotIsReadOnly() {
        Event before = TestEvents.event(UUID.randomUUID());
        try (RedisServer server = RedisServer.start(RedisOptions.IN_MEMORY);
                OpenStores stores = open(server, Acknowledgement.ANSWER)) {
            EventStore events = stores.events();
            events.append(List.of(before));
            assertThat(health(stores)).contains("takes changes");
            server.loseDisk();
            assertThatThrownBy(() -> events.append(List.of(TestEvents.event(UUID.randomUUID()))))
                    .asInstanceOf(InstanceOfAssertFactories.type(StoreUnavailableException.class))
                    .satisfies(failure -> {
                        assertThat(failure.reason()).isEqualTo(Reason.READ_ONLY);
                        assertThat(failure).hasMessageContaining("MISCONF");
                    });
            assertThat(events.event(before.id())).contains(before);
            assertThat(events.countEvents(EventFilter.ALL)).isEqualTo(1);
            assertThat(health(stores)).contains("takes no changes", "MISCONF");
        }
    }

    private static OpenStores open(RedisServer server, Acknowledgement acknowledgement) {
        return new RedisDatabase(Connections.acknowledging(Connections.to(server), acknowledgement)).open("");
    }

    private static boolean hasWaitAof(RedisServer server) {
        return !server.command("COMMAND", "DOCS", "WAITAOF").isBlank();
    }

    private static String health(OpenStores stores) {
        FormattingResultLog log = new FormattingResultLog();
        stores.check(log);
        StringBuilder text = new StringBuilder();
        for (ResultLog.Entry entry : log) {
            text.append(entry.getStatus())
                    .append(' ')
                    .append(entry.getMessage())
                    .append('\n');
        }
        return text.append(new Result(log).getStatus()).toString();
    }
}
