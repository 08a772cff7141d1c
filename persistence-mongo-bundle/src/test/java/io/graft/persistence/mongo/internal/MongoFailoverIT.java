package io.graft.persistence.mongo.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.persistence.support.OpenStores;
import io.graft.testservers.MongoReplicaSet;
import io.graft.testservers.MongoServer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The primary of a replica set of three dies under writes. */
class MongoFailoverIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int WRITERS = 3;
    private static final int SOME = 50;

    private final Queue<UUID> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void deathOfThePrimaryLosesNothingThatWasAcknowledged() throws Exception {
        try (MongoReplicaSet set = MongoReplicaSet.start();
                OpenStores stores = new MongoServerDatabase(settings(set), "mongo", new LocalNeighbours()).open("")) {
            EventStore events = stores.events();
            try (var threads = new Threads(WRITERS + 1)) {
                threads.run(thread -> {
                    if (thread == WRITERS) {
                        failOver(set);
                    } else {
                        write(events);
                    }
                });
            }
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(3 * SOME).allSatisfy(id -> assertThat(events.event(id))
                    .isPresent());
            // what was not acknowledged may be there or not, but is counted
            assertThat(events.countEvents(EventFilter.ALL))
                    .isBetween((long) acknowledged.size(), (long) attempts.get());
        }
    }

    private void failOver(MongoReplicaSet set) {
        try {
            awaitAcknowledged(SOME);
            MongoServer old = set.primary();
            old.kill();
            MongoServer next = set.primary();
            assertThat(next).isNotSameAs(old);
            awaitAcknowledged(acknowledged.size() + SOME);
            set.startAgain(old);
            awaitAcknowledged(acknowledged.size() + SOME);
        } finally {
            enough.set(true);
        }
    }

    /** Fails by itself if a call fails otherwise than it may. */
    private void write(EventStore events) {
        while (!enough.get()) {
            UUID id = UUID.randomUUID();
            attempts.incrementAndGet();
            try {
                events.append(List.of(event(id)));
                acknowledged.add(id);
            } catch (StoreUnavailableException e) {
                assertThat(e).hasMessageContaining("MongoDB");
            }
        }
    }

    private void awaitAcknowledged(int number) {
        await().atMost(PATIENCE).until(() -> acknowledged.size() >= number);
    }

    private static Event event(UUID id) {
        Reading reading = new Reading(1, "d", "p", "r", ValueType.INT32, "", new ReadingValue.Text("1"), null, null);
        return new Event(id, "d", "p", "r", 1, List.of(reading), null, null);
    }

    private static MongoSettings settings(MongoReplicaSet set) {
        return new MongoSettings(
                set.uri(),
                "graft",
                "",
                new MongoSettings.Credentials("", "", "admin"),
                new MongoSettings.Tls(false, "", "", "", ""),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                16);
    }
}
