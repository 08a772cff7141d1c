package io.graft.persistence.embedded.internal.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.graft.api.model.Event;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.ReadingQuery;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.log.disk.RealDisk;
import io.graft.log.disk.RecordingDisk;
import io.graft.persistence.embedded.internal.LateMetrics;
import io.graft.persistence.tck.oracle.MemoryEventStore;
import io.graft.persistence.tck.oracle.RandomEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files, full disks, interrupted and busy threads. */
@Timeout(120)
class EventStoreFaultTest {

    private static final EventQuery EVERYTHING = EventQuery.page(EventFilter.ALL, 0, Integer.MAX_VALUE);
    private static final ReadingQuery READINGS = ReadingQuery.page(ReadingFilter.ALL, 0, Integer.MAX_VALUE);

    @TempDir
    private Path directory;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final RandomEvents world = new RandomEvents(random);
    private final MemoryEventStore model = new MemoryEventStore();

    @Test
    void ofADamagedFileNothingWrongIsReadAndItStaysAsItIs() throws IOException {
        RecordingDisk whole = new RecordingDisk();
        try (EmbeddedEventStore store = Stores.tiny(whole)) {
            for (int i = 0; i < 600; i++) {
                append(store);
            }
            EventFilter some = world.eventFilter();
            assertThat(store.delete(some)).isEqualTo(model.delete(some));
        }
        List<String> files = whole.content().keySet().stream()
                .filter(name -> !name.endsWith(".log"))
                .toList();
        for (int flip = 0; flip < 100; flip++) {
            String file = files.get(random.nextInt(files.size()));
            damage(whole, file, random.nextInt(whole.content().get(file).length), Stores::tiny);
        }
    }

    @Test
    void damageIsNoticedOnOpeningWhereOpeningReadsAndElseWhenItIsRead() throws IOException {
        RecordingDisk whole = new RecordingDisk();
        try (EmbeddedEventStore store = Stores.unmerged(whole)) {
            append(store);
            UUID oldest = model.events(EVERYTHING).items().get(0).id();
            appendUntil(store, whole, Manifest::isSegment);
            assertThat(store.delete(oldest)).isEqualTo(model.delete(oldest));
            appendUntil(store, whole, file -> file.endsWith(".del"));
        }
        List<String> files = new ArrayList<>(Manifest.read(whole).files());
        files.add(Manifest.FILE);
        for (String file : files) {
            int length = whole.content().get(file).length;
            assertThat(damage(whole, file, length - 1, Stores::unmerged))
                    .as(file)
                    .isEqualTo(Noticed.ON_OPENING);
            // The records are in the middle of a segment, in blocks of their own, and opening reads none of those.
            assertThat(damage(whole, file, length * 2 / 3, Stores::unmerged))
                    .as(file)
                    .isEqualTo(Manifest.isSegment(file) ? Noticed.ON_READING : Noticed.ON_OPENING);
        }
    }

    /** Until the manifest names such a file. */
    private void appendUntil(EmbeddedEventStore store, RecordingDisk disk, Predicate<String> file) throws IOException {
        while (Manifest.read(disk).files().stream().noneMatch(file)) {
            append(store);
        }
    }

    private enum Noticed {
        ON_OPENING,
        ON_READING,
        NEVER
    }

    /** Flips one bit of a file: nothing wrong is read then, and the file stays so. */
    private Noticed damage(RecordingDisk whole, String file, int at, Stores.Opening opening) throws IOException {
        Map<String, byte[]> content = whole.content();
        byte[] bytes = content.get(file);
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        RecordingDisk damaged = new RecordingDisk(content);
        String where = "seed " + seed + ": " + file + " at " + at;
        try (EmbeddedEventStore store = opening.open(damaged)) {
            boolean noticed = readAll(store, file, where);
            Map<String, byte[]> after = damaged.content();
            if (after.containsKey(file)) {
                assertThat(after.get(file)).as(where).isEqualTo(bytes);
            }
            return noticed ? Noticed.ON_READING : Noticed.NEVER;
        } catch (CorruptStoreException e) {
            assertThat(e).as(where).hasMessageContaining(file);
            assertThat(damaged.content().get(file)).as(where).isEqualTo(bytes);
            return Noticed.ON_OPENING;
        }
    }

    /** Whether the damage was noticed. */
    private boolean readAll(EmbeddedEventStore store, String file, String where) {
        boolean noticed = false;
        List<Runnable> questions = new ArrayList<>();
        questions.add(() -> assertThat(store.events(EVERYTHING)).as(where).isEqualTo(model.events(EVERYTHING)));
        questions.add(() -> assertThat(store.readings(READINGS)).as(where).isEqualTo(model.readings(READINGS)));
        for (int i = 0; i < 10; i++) {
            EventFilter filter = world.eventFilter();
            ReadingFilter readings = world.readingFilter();
            questions.add(() -> assertThat(store.countEvents(filter)).as(where).isEqualTo(model.countEvents(filter)));
            questions.add(
                    () -> assertThat(store.countReadings(readings)).as(where).isEqualTo(model.countReadings(readings)));
        }
        model.events(EventQuery.page(EventFilter.ALL, random.nextInt(1_000), 100))
                .items()
                .forEach(event -> questions.add(
                        () -> assertThat(store.event(event.id())).as(where).contains(event)));
        for (Runnable question : questions) {
            try {
                question.run();
            } catch (CorruptStoreException e) {
                noticed = true;
                assertThat(e).as(where).hasMessageContaining(file);
            }
        }
        return noticed;
    }

    @Test
    void aDiskThatIsFullNowAndThenLosesNothingAndIsLeftCleanlyBehind() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        try (EmbeddedEventStore store = Stores.tiny(disk)) {
            for (int round = 0; round < 8; round++) {
                disk.fillUp(random.nextInt(10), random.nextBoolean());
                fillUp(store);
                assertThat(store.events(EVERYTHING)).as("seed " + seed).isEqualTo(model.events(EVERYTHING));
                disk.heal();
                Event event = world.next();
                await().ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                        .until(() -> {
                            store.append(List.of(event));
                            return true;
                        });
                model.append(List.of(event));
                await().untilAsserted(() -> assertThat(store.failure()).isEmpty());
            }
            await().untilAsserted(() -> assertThat(store.warnings()).isEmpty());
        }
        Set<String> files = disk.list().stream().filter(Manifest::isPart).collect(Collectors.toSet());
        assertThat(files).as("seed " + seed).isEqualTo(Manifest.read(disk).files());
        try (EmbeddedEventStore store = Stores.tiny(disk)) {
            assertThat(store.events(EVERYTHING)).as("seed " + seed).isEqualTo(model.events(EVERYTHING));
        }
    }

    private void fillUp(EmbeddedEventStore store) {
        for (int i = 0; i < 100_000; i++) {
            Event event = world.next();
            try {
                store.append(List.of(event));
                model.append(List.of(event));
            } catch (StoreUnavailableException e) {
                assertThat(e.reason()).isEqualTo(Reason.FULL);
                return;
            }
        }
        throw new AssertionError("the disk was never full");
    }

    @Test
    void interruptedReadersAndWritersGetTheirAnswersAndDisturbNobody() throws Exception {
        try (EmbeddedEventStore store = Stores.tiny(new RealDisk(directory))) {
            for (int i = 0; i < 100; i++) {
                append(store);
            }
            var expected = model.events(EVERYTHING);
            EventFilter nobody = EventFilter.device("nobody");
            AtomicBoolean done = new AtomicBoolean();
            Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(
                        () -> {
                            try {
                                while (!done.get()) {
                                    assertThat(store.events(EVERYTHING)).isEqualTo(expected);
                                    store.delete(nobody);
                                }
                            } catch (RuntimeException | AssertionError e) {
                                failures.add(e);
                            }
                        },
                        "reader");
                thread.start();
                threads.add(thread);
            }
            for (int i = 0; i < 1_000; i++) {
                threads.get(i % threads.size()).interrupt();
                store.event(expected.items().get(i % expected.items().size()).id());
            }
            done.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void closedWhileEverythingIsBusyItEndsEveryCallAndLosesNothing() throws Exception {
        for (int round = 0; round < 5; round++) {
            RecordingDisk disk = new RecordingDisk();
            EmbeddedEventStore store = Stores.tiny(disk);
            Queue<Event> acknowledged = new ConcurrentLinkedQueue<>();
            Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int number = i;
                RandomEvents events = new RandomEvents(new Random(seed + round * 8L + i));
                Thread thread = new Thread(
                        () -> {
                            try {
                                while (true) {
                                    if (number % 2 == 0) {
                                        Event event = events.next();
                                        store.append(List.of(event));
                                        acknowledged.add(event);
                                    } else {
                                        store.events(EventQuery.page(events.eventFilter(), 3, 50));
                                        store.delete(EventFilter.device("nobody"));
                                    }
                                }
                            } catch (StoreUnavailableException e) {
                                if (e.reason() != Reason.CLOSED) {
                                    failures.add(e);
                                }
                            } catch (RuntimeException | Error e) {
                                failures.add(e);
                            }
                        },
                        "caller " + i);
                thread.start();
                threads.add(thread);
            }
            await().until(() -> acknowledged.size() > 300);
            store.close();
            for (Thread thread : threads) {
                thread.join(30_000);
                assertThat(thread.isAlive()).isFalse();
            }
            assertThat(failures).as("seed " + seed).isEmpty();
            try (EmbeddedEventStore reopened = Stores.tiny(disk)) {
                for (Event event : acknowledged) {
                    assertThat(reopened.event(event.id())).as("seed " + seed).contains(event);
                }
            }
        }
    }

    @Test
    void aThreadThatFailsWithAnErrorSaysSoAndWorksOn() {
        AtomicInteger turns = new AtomicInteger();
        AtomicInteger failures = new AtomicInteger();
        Worker worker = new Worker(
                "test",
                "a test fails on purpose",
                () -> {
                    if (turns.incrementAndGet() < 3) {
                        throw new OutOfMemoryError("on purpose");
                    }
                    return Worker.UNTIL_WOKEN;
                },
                cause -> failures.incrementAndGet(),
                Duration.ofMillis(10));
        worker.start();
        await().untilAsserted(() -> assertThat(turns).hasValue(3));
        await().untilAsserted(() -> assertThat(worker.failure()).isEmpty());
        assertThat(failures).hasValue(2);
        worker.stop();
        assertThat(worker.join()).isTrue();
    }

    @Test
    void namesThatAreTooLongInAllAreRefused() throws IOException {
        EventSettings few = new EventSettings(64 << 10, 1 << 20, 20, Stores.TINY.limits());
        try (EmbeddedEventStore store = EmbeddedEventStore.open(new RecordingDisk(), few, new LateMetrics())) {
            store.append(List.of(EmbeddedEventStoreTest.named("x".repeat(4_000))));
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 3; i++) {
                            store.append(List.of(EmbeddedEventStoreTest.named(i + "y".repeat(1_000))));
                        }
                    })
                    .isInstanceOfSatisfying(StoreUnavailableException.class, e -> assertThat(e.reason())
                            .isEqualTo(Reason.FULL))
                    .hasMessageContaining("events.names.max");
        }
    }

    private void append(EmbeddedEventStore store) {
        List<Event> batch = List.of(world.next(), world.next(), world.next());
        store.append(batch);
        model.append(batch);
    }
}
