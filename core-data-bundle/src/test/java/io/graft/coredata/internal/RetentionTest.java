package io.graft.coredata.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.api.metadata.DeviceCatalog;
import io.graft.api.metadata.EventRetention;
import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStream;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.persistence.binding.EventGate;
import io.graft.persistence.tck.oracle.MemoryEventStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetentionTest {

    private static final long NOW = 1_700_000_000_000_000_000L;
    private static final Duration HOUR = Duration.ofHours(1);

    private final MemoryEventStore store = new MemoryEventStore();
    private final TestMetrics metrics = new TestMetrics();
    private final EventGate gate = new EventGate(
            "core-data", "events", Path.of("target", "spool", UUID.randomUUID().toString()), metrics);
    private final Retention retention =
            new Retention(gate, Clock.fixed(Instant.ofEpochSecond(0, NOW), ZoneOffset.UTC), metrics);

    RetentionTest() {
        gate.bind(store, Map.of());
    }

    @Test
    void deletesWhatIsOldButKeepsTheNewest() {
        add("d", "s", 3, 2, 1);
        add("quiet", "s", 9, 8, 7);

        retention.run(settings(-1, 1, Duration.ofHours(2)));

        assertThat(ages("d", "s")).containsExactly(1L);
        assertThat(ages("quiet", "s")).containsExactly(7L);
        assertThat(metrics.count("graft_events_expired_total")).isEqualTo(4);
    }

    @Test
    void deletesAllThatIsOldWhereNoneIsToStay() {
        add("d", "s", 9, 8, 7);

        retention.run(settings(-1, -1, Duration.ofHours(8)));

        assertThat(ages("d", "s")).containsExactly(7L);
    }

    @Test
    void goesBackToTheLowMarkWhenTheHighMarkIsReached() {
        add("below", "s", 1, 2, 3, 4);
        add("above", "s", 1, 2, 3, 4, 5, 6);

        retention.run(settings(5, 2, HOUR));

        assertThat(ages("below", "s")).containsExactly(1L, 2L, 3L, 4L);
        assertThat(ages("above", "s")).containsExactly(1L, 2L);
    }

    @Test
    void keepsExactlyAsManyAmongEqualOrigins() {
        for (int i = 0; i < 20; i++) {
            add("d", "s", 5);
        }

        retention.run(settings(10, 4, Duration.ZERO));

        assertThat(ages("d", "s")).hasSize(4);
    }

    @Test
    void goesByWhatDevicesSay() {
        retention.bind(catalog(
                new EventRetention("d", "kept", -1, 1, Duration.ofHours(100)),
                new EventRetention("d", "Temp.*", 3, 1, Duration.ZERO),
                new EventRetention("d", "(broken", -1, 1, Duration.ofHours(100)),
                new EventRetention("d", "default", 0, 0, Duration.ZERO)));
        for (String source : List.of("kept", "TempIn", "(broken", "default", "other", "kept2")) {
            add("d", source, 1, 2, 3, 50);
        }
        add("e", "kept", 1, 50);

        retention.run(settings(-1, 2, Duration.ofHours(10)));

        assertThat(ages("d", "kept")).containsExactly(1L, 2L, 3L, 50L);
        assertThat(ages("d", "TempIn")).containsExactly(1L);
        assertThat(ages("d", "(broken")).containsExactly(1L, 2L, 3L, 50L);
        assertThat(ages("d", "default")).containsExactly(1L, 2L, 3L);
        assertThat(ages("d", "other")).containsExactly(1L, 2L, 3L);
        assertThat(ages("d", "kept2")).containsExactly(1L, 2L, 3L);
        assertThat(ages("e", "kept")).containsExactly(1L, 50L);
    }

    @Test
    void isNotHeldUpByAnExpressionThatNeverEnds() {
        retention.bind(catalog(new EventRetention("d", "(a+)+(a+)+(a+)+b", -1, 1, Duration.ofHours(100))));
        add("d", "a".repeat(60), 1, 50);

        retention.run(settings(-1, 0, Duration.ofHours(10)));

        assertThat(ages("d", "a".repeat(60))).containsExactly(1L);
    }

    @Test
    void deletesNothingWhileDevicesCanNotBeAskedAndGoesByWhatTheySaidLast() {
        add("d", "s", 1, 50, 60);
        DeviceCatalog failing = () -> {
            throw new StoreUnavailableException(StoreUnavailableException.Reason.CLOSED, "no store");
        };
        retention.bind(failing);
        retention.run(settings(-1, 1, Duration.ofHours(10)));
        assertThat(ages("d", "s")).containsExactly(1L, 50L, 60L);

        DeviceCatalog telling = catalog(new EventRetention("d", "s", -1, 1, Duration.ofHours(55)));
        retention.unbind(failing);
        retention.bind(telling);
        retention.run(settings(-1, 1, Duration.ofHours(10)));
        assertThat(ages("d", "s")).containsExactly(1L, 50L);

        retention.unbind(telling);
        retention.run(settings(-1, 1, Duration.ofHours(10)));
        assertThat(ages("d", "s")).containsExactly(1L, 50L);
    }

    @Test
    void keepsWhatTheModelKeeps() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            store.delete(EventFilter.ALL);
            for (int n = random.nextInt(40); n > 0; n--) {
                add("d" + random.nextInt(2), "s" + random.nextInt(2), random.nextInt(12));
            }
            RetentionSettings settings =
                    settings(random.nextInt(14) - 1, random.nextInt(8) - 1, Duration.ofHours(random.nextInt(12)));
            List<UUID> expected = new ArrayList<>();
            for (EventStream stream : store.streams()) {
                expected.addAll(kept(events(stream.deviceName(), stream.sourceName()), settings));
            }

            retention.run(settings);

            assertThat(store.events(EventQuery.page(EventFilter.ALL, 0, 1000)).items())
                    .as("seed %s, round %s, %s", seed, round, settings)
                    .extracting(Event::id)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void runsAgainAndAgainUntilItIsStoppedAndTakesAnotherInterval() throws InterruptedException {
        CountDownLatch rounds = new CountDownLatch(3);
        RetentionTimer timer = new RetentionTimer(() -> {
            rounds.countDown();
            throw new IllegalStateException("a round that fails does not end it");
        });
        timer.every(Duration.ofDays(1));
        timer.every(Duration.ofMillis(1));
        assertThat(rounds.await(30, TimeUnit.SECONDS)).isTrue();

        timer.close(Duration.ofSeconds(5));

        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("graft-core-data-retention"));
    }

    /** The same rule, said once more and as plainly as can be. */
    private static List<UUID> kept(List<Event> newestFirst, RetentionSettings settings) {
        List<Event> sorted = newestFirst.stream()
                .sorted(Comparator.comparingLong(Event::origin)
                        .thenComparing(event -> event.id().toString())
                        .reversed())
                .toList();
        List<UUID> kept = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            boolean young = NOW - sorted.get(i).origin() < settings.duration().toNanos()
                    || settings.duration().isZero();
            boolean full = sorted.size() >= settings.maxCap();
            boolean goes = settings.maxCap() > 0 ? full : !young;
            if (!goes || i < settings.minCap()) {
                kept.add(sorted.get(i).id());
            }
        }
        return kept;
    }

    private static RetentionSettings settings(long maxCap, long minCap, Duration duration) {
        return new RetentionSettings("10m", Duration.ofMinutes(10), maxCap, minCap, "?", duration);
    }

    private static DeviceCatalog catalog(EventRetention... retentions) {
        return () -> List.of(retentions);
    }

    private void add(String device, String source, long... hoursOld) {
        for (long hours : hoursOld) {
            long origin = NOW - hours * HOUR.toNanos();
            Reading reading =
                    new Reading(origin, device, "", "r", ValueType.BOOL, "", new ReadingValue.Text("true"), null, null);
            store.append(
                    List.of(new Event(UUID.randomUUID(), device, "", source, origin, List.of(reading), null, null)));
        }
    }

    private List<Event> events(String device, String source) {
        return store.events(EventQuery.page(EventFilter.stream(device, source), 0, 1000))
                .items();
    }

    private List<Long> ages(String device, String source) {
        return events(device, source).stream()
                .map(event -> (NOW - event.origin()) / HOUR.toNanos())
                .toList();
    }
}
