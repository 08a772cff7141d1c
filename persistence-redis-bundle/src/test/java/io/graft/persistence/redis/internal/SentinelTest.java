package io.graft.persistence.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.redis.internal.RedisSettings.Acknowledgement;
import io.graft.persistence.support.OpenStores;
import io.graft.testservers.RedisOptions;
import io.graft.testservers.RedisSentinel;
import io.graft.testservers.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The master dies under writes, and a sentinel makes the replica the master. */
class SentinelTest {

    private static final Acknowledgement BY_REPLICA = new Acknowledgement(1, false, Duration.ofSeconds(1));
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(15);
    private static final int WRITERS = 3;
    private static final int SOME = 50;

    private final Queue<UUID> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<StoreUnavailableException> refused = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
    private final AtomicLong longestNanos = new AtomicLong();

    @Test
    void failoverLosesNothingThatAReplicaHasConfirmed() throws InterruptedException {
        try (RedisSentinel sentinel = RedisSentinel.start(RedisOptions.DURABLE)) {
            RedisDatabase database = new RedisDatabase(Connections.acknowledging(Connections.to(sentinel), BY_REPLICA));
            try (OpenStores stores = database.open("")) {
                EventStore events = stores.events();
                underWrites(events, () -> failOver(sentinel));
                assertThat(unexpected).isEmpty();
                assertThat(refused)
                        .extracting(StoreUnavailableException::reason)
                        .contains(Reason.UNREACHABLE);
                assertThat(Duration.ofNanos(longestNanos.get())).isLessThan(LONGEST_CALL);
                assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(2 * SOME);
                assertThat(acknowledged)
                        .allSatisfy(id -> assertThat(events.event(id)).isPresent());
            }
        }
    }

    private void failOver(RedisSentinel sentinel) {
        RedisServer master = sentinel.master();
        RedisServer replica = sentinel.replica();
        awaitAcknowledged(SOME);
        master.kill();
        awaitRefused(Reason.UNREACHABLE);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(replica.info("replication", "role"))
                .isEqualTo("master"));
        // the new master takes changes, which nobody but itself has
        awaitRefused(Reason.TIMEOUT);
        master.startAgain();
        master.command("REPLICAOF", replica.host(), Integer.toString(replica.port()));
        awaitAcknowledged(acknowledged.size() + SOME);
    }

    private void underWrites(EventStore events, Runnable work) throws InterruptedException {
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try {
            for (int i = 0; i < WRITERS; i++) {
                writers.execute(() -> write(events, enough));
            }
            work.run();
        } finally {
            enough.set(true);
            writers.shutdown();
            assertThat(writers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    private void write(EventStore events, AtomicBoolean enough) {
        CountDownLatch never = new CountDownLatch(1);
        while (!enough.get()) {
            UUID id = UUID.randomUUID();
            long start = System.nanoTime();
            try {
                events.append(List.of(TestEvents.event(id)));
                acknowledged.add(id);
            } catch (StoreUnavailableException e) {
                refused.add(e);
                pace(never);
            } catch (RuntimeException | Error e) {
                unexpected.add(e);
                return;
            }
            longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
        }
    }

    /** A server that is away refuses at once; to ask it as fast as that helps nobody. */
    private static void pace(CountDownLatch never) {
        try {
            assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitAcknowledged(int number) {
        await().atMost(PATIENCE).until(() -> !unexpected.isEmpty() || acknowledged.size() >= number);
    }

    private void awaitRefused(Reason reason) {
        await().atMost(PATIENCE)
                .until(() -> !unexpected.isEmpty() || refused.stream().anyMatch(failure -> failure.reason() == reason));
    }
}
