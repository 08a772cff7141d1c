package io.graft.persistence.binding.internal.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.graft.api.model.Event;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.log.NoMetrics;
import io.graft.log.disk.DirectoryLock;
import io.graft.log.disk.DiskFile;
import io.graft.log.disk.RecordingDisk;
import io.graft.persistence.tck.oracle.RandomEvents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableSpoolTest {

    private static final Duration IDLE = Duration.ofMillis(1);

    private final RecordingDisk disk = new RecordingDisk();
    private final AtomicLong clock = new AtomicLong(1_000);
    private final RandomEvents world = new RandomEvents(new Random(1));
    private DurableSpool spool;

    @BeforeEach
    void open() throws IOException {
        spool = DurableSpool.open(disk, "test", new NoMetrics(), clock::get, Duration.ofSeconds(10));
        spool.limit(1 << 20);
    }

    @AfterEach
    void close() {
        disk.heal();
        spool.close();
    }

    @Test
    void givesEventsBackInOrderWithTheTimeWhenTheyWereSpooled() {
        List<Event> events = events(5);
        for (Event each : events) {
            spool.append(each);
            clock.addAndGet(10);
        }
        assertThat(spool.peek(3, 1 << 20))
                .containsExactly(
                        new Spooled(1, 1_000, events.get(0)),
                        new Spooled(2, 1_010, events.get(1)),
                        new Spooled(3, 1_020, events.get(2)));
        assertThat(spool.oldestMillis()).hasValue(1_000);
        spool.release(3);
        assertThat(spool.oldestMillis()).hasValue(1_030);
        assertThat(spool.events()).isEqualTo(2);
        assertThat(spool.releasedPosition()).isEqualTo(3);
        spool.release(5);
        assertThat(spool.oldestMillis()).isEmpty();
        assertThat(spool.events()).isZero();
        assertThat(spool.bytes()).isZero();
        assertThat(spool.peek(10, 1 << 20)).isEmpty();
        spool.append(events.get(0));
        assertThat(spool.oldestMillis()).hasValue(1_050);
        assertThat(spool.peek(10, 1 << 20)).containsExactly(new Spooled(6, 1_050, events.get(0)));
    }

    @Test
    void everythingIsThereAgainAfterReopening() throws IOException {
        List<Event> events = events(20);
        spool.append(events);
        spool.release(4);
        clock.addAndGet(5);
        long bytes = spool.bytes();
        reopen();
        assertThat(spool.lastPosition()).isEqualTo(20);
        assertThat(spool.releasedPosition()).isEqualTo(4);
        assertThat(spool.bytes()).isEqualTo(bytes);
        assertThat(spool.oldestMillis()).hasValue(1_000);
        assertThat(spool.peek(100, 1 << 20)).extracting(Spooled::event).isEqualTo(events.subList(4, 20));
    }

    @Test
    void aBatchEndsAtItsBytesButHasOneEventAtLeast() {
        spool.append(events(10));
        long each = spool.bytes() / 10;
        assertThat(spool.peek(10, 0)).hasSize(1);
        assertThat(spool.peek(10, 5 * each)).hasSizeBetween(2, 8);
    }

    @Test
    void takesNoMoreThanTheLimitAndGoesOnWhenThereIsRoom() {
        List<Event> kept = new ArrayList<>();
        spool.limit(20_000);
        StoreUnavailableException full = null;
        while (full == null) {
            Event event = world.next();
            full = catchThrowableOfType(StoreUnavailableException.class, () -> spool.append(event));
            if (full == null) {
                kept.add(event);
            }
        }
        assertThat(full.reason()).isEqualTo(Reason.FULL);
        assertThat(full).hasMessageContaining("of 20000 bytes");
        assertThat(spool.bytes()).isBetween(19_000L, 20_000L);
        assertThat(spool.peek(1_000, 1 << 20)).extracting(Spooled::event).isEqualTo(kept);
        spool.release(10);
        spool.append(world.next());
        spool.limit(1_000);
        assertThat(unavailable()).isEqualTo(Reason.FULL);
        assertThat(spool.events()).isEqualTo(kept.size() - 9);
    }

    @Test
    void theLimitHoldsForManyThreadsTogether() throws Exception {
        spool.limit(50_000);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                RandomEvents own = new RandomEvents(new Random(thread));
                done.add(threads.submit(() -> {
                    while (catchThrowableOfType(StoreUnavailableException.class, () -> spool.append(own.next()))
                            == null) {}
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(spool.bytes()).isLessThanOrEqualTo(50_000);
    }

    @Test
    void aLimitOfNoneIsNoSpool() {
        spool.limit(0);
        assertThatThrownBy(() -> spool.append(world.next()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("the spool is switched off");
        assertThat(disk.list()).isEmpty();
        assertThat(threads()).isEmpty();
    }

    @Test
    void hasNoThreadAndNoLogFileWhenNothingWaitsForAWhile() throws IOException {
        spool.close();
        spool = DurableSpool.open(disk, "test", new NoMetrics(), clock::get, IDLE);
        assertThat(disk.list()).isEmpty();
        assertThat(threads()).isEmpty();
        spool.append(events(3));
        await().until(() -> threads().isEmpty());
        assertThat(disk.list()).contains("spool.cursor").hasSize(2);
        spool.release(3);
        spool.append(world.next());
        spool.release(4);
        await().until(() -> threads().isEmpty() && disk.list().equals(List.of("spool.cursor")));
        spool.append(world.next());
        assertThat(spool.peek(9, 1 << 20)).extracting(Spooled::position).containsExactly(5L);
    }

    @Test
    void whatManyThreadsAppendComesOutOnceAndEachThreadsInItsOrder() throws Exception {
        int writers = 6;
        int each = 300;
        spool.limit(1 << 30);
        ExecutorService threads = Executors.newCachedThreadPool();
        List<UUID> drained = new ArrayList<>();
        List<List<UUID>> written = new ArrayList<>();
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                RandomEvents own = new RandomEvents(new Random(writer));
                List<Event> events = Stream.generate(own::next).limit(each).toList();
                written.add(events.stream().map(Event::id).toList());
                done.add(threads.submit(() -> events.forEach(spool::append)));
            }
            while (drained.size() < writers * each && notFailed(done)) {
                List<Spooled> batch = spool.peek(100, 1 << 20);
                batch.forEach(spooled -> drained.add(spooled.event().id()));
                if (!batch.isEmpty()) {
                    assertThat(batch.get(batch.size() - 1).position()).isEqualTo(drained.size());
                    spool.release(drained.size());
                }
            }
            for (Future<?> future : done) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
        Set<UUID> all = new HashSet<>(drained);
        assertThat(all).hasSize(writers * each).hasSameSizeAs(drained);
        for (List<UUID> own : written) {
            Set<UUID> ownSet = new HashSet<>(own);
            assertThat(drained.stream().filter(ownSet::contains).toList()).isEqualTo(own);
        }
        assertThat(spool.oldestMillis()).isEmpty();
    }

    @Test
    void aFullDiskRefusesAndLosesNothing() throws IOException {
        List<Event> kept = new ArrayList<>(events(3));
        spool.append(kept);
        disk.fillUp(0, true);
        assertThat(unavailable()).isEqualTo(Reason.FULL);
        assertThat(catchThrowableOfType(StoreUnavailableException.class, () -> spool.release(1))
                        .reason())
                .isEqualTo(Reason.FULL);
        assertThat(spool.peek(10, 1 << 20)).extracting(Spooled::event).isEqualTo(kept);
        disk.heal();
        kept.addAll(events(2));
        spool.append(kept.subList(3, 5));
        spool.release(1);
        reopen();
        assertThat(spool.peek(10, 1 << 20)).extracting(Spooled::event).isEqualTo(kept.subList(1, 5));
    }

    @Test
    void aBrokenDiskMakesItReadOnlyUntilItIsOpenedAgain() throws IOException {
        List<Event> kept = new ArrayList<>(events(3));
        spool.append(kept);
        disk.breakDown(0);
        assertThat(unavailable()).isEqualTo(Reason.READ_ONLY);
        disk.heal();
        assertThat(unavailable()).isEqualTo(Reason.READ_ONLY);
        assertThat(spool.peek(10, 1 << 20)).extracting(Spooled::event).isEqualTo(kept);
        spool.release(2);
        reopen();
        spool.append(world.next());
        assertThat(spool.peek(10, 1 << 20)).extracting(Spooled::position).containsExactly(3L, 4L);
    }

    @Test
    void damageIsSaidWithTheFilesNameAndLeftAsItIs() throws IOException {
        for (Event event : events(3)) {
            spool.append(event);
        }
        spool.close();
        String file = disk.list().stream()
                .filter(name -> name.endsWith(".log"))
                .findFirst()
                .orElseThrow();
        try (DiskFile opened = disk.open(file)) {
            opened.write(4096 + 40, ByteBuffer.wrap("damage".getBytes(StandardCharsets.US_ASCII)));
        }
        byte[] before = disk.content().get(file);
        assertThatThrownBy(this::open).isInstanceOf(CorruptStoreException.class).hasMessageContaining(file);
        assertThat(disk.content().get(file)).isEqualTo(before);
    }

    @Test
    void nothingIsTakenOrGivenOnceItIsClosed() {
        spool.append(events(2));
        spool.close();
        spool.close();
        assertThat(unavailable()).isEqualTo(Reason.CLOSED);
        assertThatThrownBy(() -> spool.peek(1, 1)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> spool.release(1)).isInstanceOf(StoreUnavailableException.class);
        assertThat(threads()).isEmpty();
    }

    @Test
    void aDirectoryBelongsToOneSpoolUntilThatIsClosed(@TempDir Path directory) throws IOException {
        DurableSpool first = DurableSpool.open(directory, "test", new NoMetrics());
        try (first) {
            assertThatThrownBy(() -> DurableSpool.open(directory, "test", new NoMetrics()))
                    .isInstanceOf(DirectoryLock.InUseException.class)
                    .hasMessageContaining(
                            "is in use by process " + ProcessHandle.current().pid());
            first.append(world.next());
        }
        try (DurableSpool second = DurableSpool.open(directory, "test", new NoMetrics())) {
            assertThat(second.events()).isEqualTo(1);
        }
    }

    private Reason unavailable() {
        return catchThrowableOfType(StoreUnavailableException.class, () -> spool.append(world.next()))
                .reason();
    }

    private void reopen() throws IOException {
        spool.close();
        open();
    }

    private List<Event> events(int number) {
        return Stream.generate(world::next).limit(number).toList();
    }

    private static boolean notFailed(List<Future<?>> futures) throws Exception {
        for (Future<?> each : futures) {
            if (each.isDone()) {
                each.get();
            }
        }
        return true;
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter("graft-test-spool"::equals)
                .toList();
    }
}
