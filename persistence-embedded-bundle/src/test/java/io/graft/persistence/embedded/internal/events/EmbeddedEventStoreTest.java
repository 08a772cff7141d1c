package io.graft.persistence.embedded.internal.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.Aggregate;
import io.graft.api.persistence.AggregateFunction;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.EventCursor;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.Page;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.ReadingQuery;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.log.CommitLimits;
import io.graft.log.disk.RecordingDisk;
import io.graft.persistence.embedded.internal.LateMetrics;
import io.graft.persistence.tck.oracle.MemoryEventStore;
import io.graft.persistence.tck.oracle.RandomEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class EmbeddedEventStoreTest {

    private static final EventSettings SMALL = new EventSettings(16 << 10, 1 << 20, 100_000, CommitLimits.DEFAULT);

    @RepeatedTest(4)
    void doesWhatTheContractSaysWhateverIsAskedAndHoweverOftenItIsReopened() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("EmbeddedEventStoreTest model seed: " + seed);
        Random random = new Random(seed);
        RandomEvents world = new RandomEvents(random);
        MemoryEventStore model = new MemoryEventStore();
        List<Event> known = new ArrayList<>();
        RecordingDisk disk = new RecordingDisk();
        EmbeddedEventStore store = open(disk);
        try {
            for (int step = 0; step < 1_200; step++) {
                String at = "seed " + seed + ", step " + step;
                switch (random.nextInt(12)) {
                    case 0 -> {
                        EventFilter filter = world.eventFilter();
                        if (random.nextInt(4) == 0) {
                            filter = EventFilter.ALL.within(world.oldest(60_000));
                        }
                        assertThat(store.delete(filter)).as(at).isEqualTo(model.delete(filter));
                    }
                    case 1 -> {
                        UUID id = pick(known, random);
                        assertThat(store.delete(id)).as(at).isEqualTo(model.delete(id));
                    }
                    case 2 -> {
                        if (random.nextInt(8) == 0) {
                            store.close();
                            store = open(disk);
                        }
                    }
                    case 3, 4, 5 -> compare(store, model, world, random, known, at);
                    default -> {
                        List<Event> batch = new ArrayList<>();
                        for (int n = random.nextInt(12); n >= 0; n--) {
                            batch.add(
                                    random.nextInt(30) == 0 && !known.isEmpty()
                                            ? known.get(random.nextInt(known.size()))
                                            : world.next());
                        }
                        known.addAll(batch);
                        assertThat(store.append(batch)).as(at).isEqualTo(model.append(batch));
                    }
                }
            }
            compare(store, model, world, random, known, "seed " + seed + ", end");
        } finally {
            store.close();
        }
    }

    @RepeatedTest(3)
    void losesNothingAcknowledgedWhenThePowerGoes() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("EmbeddedEventStoreTest crash seed: " + seed);
        Random random = new Random(seed);
        RandomEvents world = new RandomEvents(random);
        RecordingDisk disk = new RecordingDisk();
        List<Event> events = new ArrayList<>();
        List<Integer> acknowledged = new ArrayList<>();
        List<Integer> deleted = new ArrayList<>();
        try (EmbeddedEventStore store = open(disk)) {
            for (int i = 0; i < 1_500; i++) {
                Event event = world.next();
                store.append(List.of(event));
                events.add(event);
                acknowledged.add(disk.now());
                deleted.add(Integer.MAX_VALUE);
                if (i % 7 == 6) {
                    int victim = random.nextInt(events.size());
                    if (deleted.get(victim) == Integer.MAX_VALUE) {
                        store.delete(events.get(victim).id());
                        deleted.set(victim, disk.now());
                    }
                }
            }
        }
        for (int cut = 0; cut < 40; cut++) {
            int moment = random.nextInt(disk.now() + 1);
            try (EmbeddedEventStore store = open(disk.crash(moment, random))) {
                long present = 0;
                for (int i = 0; i < events.size(); i++) {
                    String at = "seed " + seed + ", cut " + cut + " at " + moment + ", event " + i;
                    var found = store.event(events.get(i).id());
                    present += found.isPresent() ? 1 : 0;
                    if (acknowledged.get(i) <= moment && deleted.get(i) == Integer.MAX_VALUE) {
                        assertThat(found).as(at).contains(events.get(i));
                    }
                    if (deleted.get(i) <= moment) {
                        assertThat(found).as(at).isEmpty();
                    }
                }
                assertThat(store.countEvents(EventFilter.ALL)).isEqualTo(present);
            }
        }
    }

    @Test
    void manyWritersAndReadersAtOnceLoseNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (EmbeddedEventStore store = open(new RecordingDisk())) {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int thread = t;
                done.add(threads.submit(() -> {
                    RandomEvents world = new RandomEvents(new Random(thread));
                    for (int i = 0; i < 300; i++) {
                        store.append(List.of(world.next()));
                    }
                }));
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 200; i++) {
                        Page<Event> page = store.events(EventQuery.page(EventFilter.ALL, 0, 20));
                        assertThat(page.items().size())
                                .isEqualTo((int) Math.min(20, page.total().orElseThrow()));
                    }
                }));
            }
            for (Future<?> future : done) {
                future.get(120, TimeUnit.SECONDS);
            }
            assertThat(store.countEvents(EventFilter.ALL)).isEqualTo(8 * 300);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void keepsAnEventOf25MegabytesAndMore() throws IOException {
        byte[] bytes = new byte[25_600_000];
        new Random(7).nextBytes(bytes);
        Event large = event(new ReadingValue.Binary(bytes, "image/raw"), ValueType.BINARY);
        RecordingDisk disk = new RecordingDisk();
        try (EmbeddedEventStore store = open(disk)) {
            store.append(List.of(large));
            store.append(List.of(event(new ReadingValue.Text("1"), ValueType.INT8)));

            assertThat(store.event(large.id())).contains(large);
        }
        try (EmbeddedEventStore store = open(disk)) {
            assertThat(store.event(large.id())).contains(large);
            assertThat(store.countEvents(EventFilter.ALL)).isEqualTo(2);
        }
    }

    @Test
    void newNamesBeyondTheLimitAreRefusedAndKnownOnesGoOn() throws IOException {
        EventSettings few = new EventSettings(64 << 10, 1 << 20, 20, CommitLimits.DEFAULT);
        try (EmbeddedEventStore store = EmbeddedEventStore.open(new RecordingDisk(), few, new LateMetrics())) {
            store.append(List.of(named("known")));

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 30; i++) {
                            store.append(List.of(named("device " + i)));
                        }
                    })
                    .isInstanceOfSatisfying(StoreUnavailableException.class, e -> assertThat(e.reason())
                            .isEqualTo(StoreUnavailableException.Reason.FULL));
            store.append(List.of(named("known")));
            assertThat(store.countEvents(EventFilter.device("known"))).isEqualTo(2);
        }
    }

    @Test
    void aFullDiskRefusesChangesKeepsReadsAndRecovers() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        RandomEvents world = new RandomEvents(new Random(11));
        try (EmbeddedEventStore store = open(disk)) {
            List<Event> kept = new ArrayList<>();
            disk.fillUp(0, false);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 2_000; i++) {
                            Event event = world.next();
                            store.append(List.of(event));
                            kept.add(event);
                        }
                    })
                    .isInstanceOfSatisfying(StoreUnavailableException.class, e -> assertThat(e.reason())
                            .isEqualTo(StoreUnavailableException.Reason.FULL));
            assertThat(store.countEvents(EventFilter.ALL)).isEqualTo(kept.size());

            disk.heal();
            Event later = world.next();
            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> {
                try {
                    store.append(List.of(later));
                    return true;
                } catch (StoreUnavailableException e) {
                    return false;
                }
            });
            assertThat(store.countEvents(EventFilter.ALL)).isEqualTo(kept.size() + 1);
        }
    }

    @Test
    void aDamagedManifestIsRefusedByNameAndLeftAsItIs() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        RandomEvents world = new RandomEvents(new Random(3));
        try (EmbeddedEventStore store = open(disk)) {
            for (int i = 0; i < 600; i++) {
                store.append(List.of(world.next()));
            }
        }
        Map<String, byte[]> content = disk.content();
        String manifest = content.keySet().stream()
                .filter(name -> name.contains("manifest"))
                .findFirst()
                .orElseThrow();
        content.get(manifest)[content.get(manifest).length / 2] ^= 1;
        RecordingDisk damaged = new RecordingDisk(content);

        assertThatThrownBy(() -> open(damaged))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining(manifest);
        assertThat(damaged.content().get(manifest)).isEqualTo(content.get(manifest));
    }

    @Test
    void aClosedStoreRefusesEverything() throws IOException {
        EmbeddedEventStore store = open(new RecordingDisk());
        store.close();

        assertThatThrownBy(() -> store.append(List.of(named("d")))).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.countEvents(EventFilter.ALL)).isInstanceOf(StoreUnavailableException.class);
    }

    private static EmbeddedEventStore open(RecordingDisk disk) throws IOException {
        return EmbeddedEventStore.open(disk, SMALL, new LateMetrics());
    }

    static void compare(
            EventStore store, MemoryEventStore model, RandomEvents world, Random random, List<Event> known, String at) {
        EventFilter events = world.eventFilter();
        ReadingFilter readings = world.readingFilter();
        long count = model.countEvents(events);
        assertThat(store.countEvents(events)).as(at + " " + events).isEqualTo(count);
        assertThat(store.countReadings(readings)).as(at + " " + readings).isEqualTo(model.countReadings(readings));
        long offset = random.nextInt((int) count + 2);
        int limit = random.nextInt(30);
        EventQuery page = EventQuery.page(events, offset, limit);
        assertThat(store.events(page)).as(at + " " + page).isEqualTo(model.events(page));
        UUID id = pick(known, random);
        assertThat(store.event(id)).as(at).isEqualTo(model.event(id));
        EventQuery behind =
                EventQuery.after(events, new EventCursor(world.oldest(30_000).end(), id), limit);
        assertThat(store.events(behind)).as(at + " " + behind).isEqualTo(model.events(behind));
        ReadingQuery some = ReadingQuery.page(readings, random.nextInt(40), limit);
        assertThat(store.readings(some)).as(at + " " + some).isEqualTo(model.readings(some));
        AggregateFunction function = pick(AggregateFunction.values(), random);
        List<Aggregate> aggregates = store.aggregate(readings, function);
        assertThat(aggregates).as(at + " " + function + " " + readings).isEqualTo(model.aggregate(readings, function));
        assertThat(store.streams()).as(at).containsExactlyInAnyOrderElementsOf(model.streams());
    }

    @Test
    void aPageEndsBeforeTheRecordThatWouldMakeItTooLarge() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("EmbeddedEventStoreTest bytes seed: " + seed);
        Random random = new Random(seed);
        RandomEvents world = new RandomEvents(random);
        try (EmbeddedEventStore store = open(new RecordingDisk())) {
            for (int i = 0; i < 400; i++) {
                store.append(List.of(world.next()));
            }
            for (int i = 0; i < 200; i++) {
                String at = "seed " + seed + ", query " + i;
                long maxBytes = random.nextLong(1, 5_000);
                EventQuery events = EventQuery.page(world.eventFilter(), random.nextInt(5), random.nextInt(50));
                checkBytes(store.events(events).items(), store.events(events.atMostBytes(maxBytes)), maxBytes, at);
                ReadingQuery readings = ReadingQuery.page(world.readingFilter(), random.nextInt(5), random.nextInt(50));
                checkBytes(
                        store.readings(readings).items(), store.readings(readings.atMostBytes(maxBytes)), maxBytes, at);
            }
        }
    }

    private static <T> void checkBytes(List<T> all, Page<T> page, long maxBytes, String at) {
        int count = page.items().size();
        assertThat(page.items()).as(at).isEqualTo(all.subList(0, count));
        assertThat(page.truncated()).as(at).isEqualTo(count < all.size());
        assertThat(count).as(at).isGreaterThanOrEqualTo(Math.min(1, all.size()));
        long bytes = page.items().stream().mapToLong(ContentSize::of).sum();
        if (count > 1) {
            assertThat(bytes).as(at).isLessThanOrEqualTo(2 * maxBytes);
        }
        if (page.truncated()) {
            assertThat(bytes + ContentSize.of(all.get(count))).as(at).isGreaterThan(maxBytes / 2);
        }
    }

    @Test
    void largeRecordsBeyondTheBoundAreNotEvenRead() throws IOException {
        EventSettings table = new EventSettings(64 << 20, 256 << 20, 100, CommitLimits.DEFAULT);
        try (EmbeddedEventStore store = EmbeddedEventStore.open(new RecordingDisk(), table, new LateMetrics())) {
            for (int i = 0; i < 10; i++) {
                store.append(List.of(event(new ReadingValue.Binary(new byte[1 << 20], "a/b"), ValueType.BINARY)));
            }
            Page<Event> page =
                    store.events(EventQuery.page(EventFilter.ALL, 0, 1_000).atMostBytes(5 << 19));

            assertThat(page.items()).hasSize(2);
            assertThat(page.truncated()).isTrue();
            assertThat(page.total()).hasValue(10);
        }
    }

    private static <T> T pick(T[] values, Random random) {
        return values[random.nextInt(values.length)];
    }

    private static UUID pick(List<Event> known, Random random) {
        return known.isEmpty()
                ? new UUID(1, 1)
                : known.get(random.nextInt(known.size())).id();
    }

    static Event named(String device) {
        return new Event(
                UUID.randomUUID(),
                device,
                "p",
                "s",
                1,
                List.of(new Reading(1, device, "p", "r", ValueType.INT8, "", new ReadingValue.Text("1"), null, null)),
                null,
                null);
    }

    private static Event event(ReadingValue value, ValueType type) {
        return new Event(
                UUID.randomUUID(),
                "d",
                "p",
                "s",
                5,
                List.of(new Reading(5, "d", "p", "r", type, "", value, null, null)),
                null,
                null);
    }
}
