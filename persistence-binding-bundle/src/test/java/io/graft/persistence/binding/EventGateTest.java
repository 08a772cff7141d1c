package io.graft.persistence.binding;

import static io.graft.persistence.binding.ScriptedStore.named;
import static io.graft.persistence.binding.ScriptedStore.unreachable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.graft.api.model.Event;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.InvalidQueryException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.binding.internal.spool.MemorySpool;
import io.graft.persistence.tck.oracle.RandomEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EventGateTest {

    @TempDir
    private Path directory;

    private final RandomEvents world = new RandomEvents(new Random(7));
    private final AtomicLong millis = new AtomicLong(1_800_000_000_000L);
    private final AtomicLong nanos = new AtomicLong(5);
    private final Ticks ticks = new Ticks(millis::get, nanos::get);
    private final TestMetrics metrics = new TestMetrics();
    private final MemorySpool spool = new MemorySpool(millis::get);
    private final ScriptedStore store = new ScriptedStore();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final Map<String, Object> configuration = new HashMap<>();
    private EventGate gate;

    @AfterEach
    void stop() throws InterruptedException {
        store.goOn();
        if (gate != null) {
            gate.close();
        }
        clients.shutdownNow();
        assertThat(clients.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anEventGoesIntoTheStoreAndASecondOneWithItsIdDoesNot() {
        gate = open();
        gate.bind(store, named("a"));
        Event event = world.next();

        assertThat(gate.append(event)).isEqualTo(Outcome.STORED);
        assertThat(gate.append(event)).isEqualTo(Outcome.DUPLICATE);
        Event other = world.next();
        assertThat(gate.append(List.of(event, other, other)))
                .containsExactly(Outcome.DUPLICATE, Outcome.STORED, Outcome.DUPLICATE);

        assertThat(store.ids()).containsExactlyInAnyOrder(event.id(), other.id());
        assertThat(gate.spool().state()).isEqualTo(SpoolStatus.State.IDLE);
        assertThat(spool.lastPosition()).isZero();
    }

    @Test
    void whatArrivesWhileCallsAreInTheStoreGoesTogether() throws Exception {
        gate = open();
        gate.bind(store, named("a"));
        configure("append.timeout", "1m");
        store.hang();
        List<Future<Outcome>> first = List.of(appending(world.next()), appendingWhen(1));
        await().until(() -> store.inside.get() == 2);
        List<Event> waiting = events(700);
        Future<List<Outcome>> others = clients.submit(() -> gate.append(waiting));
        await().until(() -> gate.waiting() == 700);

        store.goOn();

        for (Future<Outcome> each : first) {
            assertThat(each.get(10, TimeUnit.SECONDS)).isEqualTo(Outcome.STORED);
        }
        assertThat(others.get(10, TimeUnit.SECONDS)).hasSize(700).containsOnly(Outcome.STORED);
        assertThat(store.batches).startsWith(1, 1).hasSize(4).contains(500, 200);
    }

    @Test
    void onlyTheCulpritOfABatchIsRefused() throws Exception {
        gate = open();
        gate.bind(store, named("a"));
        configure("append.timeout", "1m");
        Event culprit = world.next();
        store.refuses = event -> event.id().equals(culprit.id());
        store.hang();
        List<Future<Outcome>> others = new ArrayList<>(List.of(appending(world.next()), appendingWhen(1)));
        await().until(() -> store.inside.get() == 2);
        Future<Outcome> refused = appending(culprit);
        for (int i = 0; i < 6; i++) {
            others.add(appending(world.next()));
        }
        await().until(() -> gate.waiting() == 7);

        store.goOn();

        assertThatThrownBy(() -> refused.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(InvalidQueryException.class);
        for (Future<Outcome> each : others) {
            assertThat(each.get(10, TimeUnit.SECONDS)).isEqualTo(Outcome.STORED);
        }
        assertThat(spool.lastPosition()).isZero();
    }

    @Test
    void withoutAStoreEventsAreSpooledAndGoIntoTheNextOne() {
        gate = open();
        List<Event> events = events(2_500);
        events.forEach(event -> assertThat(gate.append(event)).isEqualTo(Outcome.SPOOLED));
        assertThat(gate.spool().state()).isEqualTo(SpoolStatus.State.SPOOLING);
        assertThat(gate.spool().events()).isEqualTo(2_500);
        assertThat(gate.missing()).isEqualTo(2_500);
        assertThat(metrics.gauge("graft_spool_events", "service", "core-data")).isEqualTo(2_500);

        gate.bind(store, named("a"));

        awaitDrained();
        assertThat(store.ids()).containsExactlyInAnyOrderElementsOf(ids(events));
        assertThat(gate.spool().drained()).isEqualTo(2_500);
        assertThat(metrics.count("graft_spool_drained_total", "service", "core-data"))
                .isEqualTo(2_500);
    }

    @Test
    void aStoreThatFailsIsLeftAloneUntilTheDrainerGetsThrough() {
        gate = open();
        gate.bind(store, named("a"));
        store.failure = unreachable();
        List<Event> events = events(20);
        events.forEach(event -> assertThat(gate.append(event)).isEqualTo(Outcome.SPOOLED));
        assertThat(gate.spool().state()).isEqualTo(SpoolStatus.State.SPOOLING);
        assertThat(gate.spool().problem()).isEqualTo("the server is gone");

        store.failure = null;

        awaitDrained();
        assertThat(store.ids()).containsExactlyInAnyOrderElementsOf(ids(events));
        assertThat(gate.spool().state()).isEqualTo(SpoolStatus.State.IDLE);
        assertThat(gate.append(world.next())).isEqualTo(Outcome.STORED);
    }

    @Test
    void newEventsGoIntoTheStoreAgainWhileTheSpoolStillDrains() {
        gate = open();
        gate.bind(store, named("a"));
        store.failure = unreachable();
        List<Event> spooled = events(1_500);
        spooled.forEach(event -> assertThat(gate.append(event)).isEqualTo(Outcome.SPOOLED));
        Set<UUID> ids = new HashSet<>(ids(spooled));
        store.hangsOn = batch ->
                spool.releasedPosition() > 0 && ids.contains(batch.get(0).id());
        store.hang();

        store.failure = null;

        await().until(() -> spool.releasedPosition() > 0 && store.inside.get() == 1);
        assertThat(gate.append(world.next())).isEqualTo(Outcome.STORED);
        assertThat(gate.spool().state()).isEqualTo(SpoolStatus.State.DRAINING);
        assertThat(gate.missing()).isPositive();
        store.goOn();
        awaitDrained();
        assertThat(store.ids()).hasSize(1_501);
    }

    @Test
    void aFailureOfWhichNobodyKnowsWhetherTheEventIsStoredDoublesNothing() {
        gate = open();
        gate.bind(store, named("a"));
        store.failsAfterwards = true;
        store.failure = new StoreUnavailableException(Reason.TIMEOUT, "no answer");
        Event event = world.next();
        assertThat(gate.append(event)).isEqualTo(Outcome.SPOOLED);
        assertThat(store.ids()).containsExactly(event.id());

        store.failure = null;

        awaitDrained();
        assertThat(store.ids()).containsExactly(event.id());
    }

    @Test
    void damagedDataIsAnOutageButTooMuchWorkIsNot() {
        gate = open();
        gate.bind(store, named("a"));
        store.failure = new StoreUnavailableException(Reason.BUSY, "too many calls");
        assertThatThrownBy(() -> gate.append(world.next())).hasMessage("too many calls");
        assertThat(spool.lastPosition()).isZero();

        store.failure = new CorruptStoreException("a file is damaged");
        assertThat(gate.append(world.next())).isEqualTo(Outcome.SPOOLED);
    }

    @Test
    void aStoreThatHangsStallsNobodyAndItsEventsGoIntoTheNextOne() throws Exception {
        gate = open();
        gate.timeouts(Duration.ofSeconds(20), Duration.ofMillis(1));
        gate.bind(store, named("a"));
        configure("append.timeout", "50ms");
        store.hang();
        List<Event> events = events(40);
        List<Future<Outcome>> answers = new ArrayList<>();
        events.forEach(event -> answers.add(appending(event)));
        for (Future<Outcome> each : answers) {
            assertThat(each.get(20, TimeUnit.SECONDS)).isEqualTo(Outcome.SPOOLED);
        }
        Event later = world.next();
        assertThat(gate.append(later)).isEqualTo(Outcome.SPOOLED);

        ScriptedStore next = new ScriptedStore();
        gate.bind(next, named("b"));
        gate.unbind(store);

        awaitDrained();
        assertThat(next.ids()).containsAll(ids(events)).contains(later.id()).hasSize(41);
        configure("append.timeout", "1m");
        assertThat(gate.append(world.next())).isEqualTo(Outcome.STORED);
    }

    @Test
    void whatCanNotBeSpooledIsRefusedAndSaidSo() {
        gate = open();
        configure("spool.bytes", 1 << 20);
        int fits = (1 << 20) / MemorySpool.EVENT_BYTES;
        events(fits).forEach(gate::append);

        assertThatThrownBy(() -> gate.append(world.next()))
                .isInstanceOfSatisfying(StoreUnavailableException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.CLOSED))
                .hasMessageContaining("no store takes it")
                .hasMessageContaining("the spool is full (spool.bytes = 1048576)");

        assertThat(gate.spool().refused()).isEqualTo(1);
        assertThat(gate.spool().problem()).contains("full");
        configure("spool.bytes", 1 << 21);
        assertThat(gate.append(world.next())).isEqualTo(Outcome.SPOOLED);
        assertThat(gate.spool().problem()).isEmpty();
    }

    @Test
    void withoutASpoolTheClientHearsOfEveryFailure() throws Exception {
        gate = open();
        configure("spool.bytes", 0);
        gate.timeouts(Duration.ofMillis(1), Duration.ofSeconds(5));
        assertThat(gate.spool().state()).isEqualTo(SpoolStatus.State.OFF);
        assertThatThrownBy(() -> gate.append(world.next())).hasMessageContaining("has no store");
        assertThatThrownBy(() -> gate.divert(Duration.ofSeconds(1))).hasMessageContaining("set spool.bytes");

        gate.timeouts(Duration.ofSeconds(20), Duration.ofSeconds(5));
        Future<Outcome> held = startedAndWaiting(() -> gate.append(world.next()));
        gate.bind(store, named("a"));
        assertThat(held.get(10, TimeUnit.SECONDS)).isEqualTo(Outcome.STORED);

        store.failure = unreachable();
        assertThatThrownBy(() -> gate.append(world.next())).hasMessage("the server is gone");
        assertThat(spool.lastPosition()).isZero();
    }

    @Test
    void aSpoolThatCanNotBeOpenedIsTriedAgainAndTheStoreIsUsedMeanwhile() {
        AtomicLong attempts = new AtomicLong();
        gate = open(() -> {
            if (attempts.incrementAndGet() < 3) {
                throw new StoreUnavailableException(Reason.READ_ONLY, "the disk is gone");
            }
            return spool;
        });
        gate.bind(store, named("a"));
        assertThat(gate.append(world.next())).isEqualTo(Outcome.STORED);
        assertThat(gate.spool().state()).isEqualTo(SpoolStatus.State.FAILED);
        assertThat(gate.spool().problem()).contains("the disk is gone");

        await().untilAsserted(() -> {
            configure("looks", "again");
            assertThat(gate.spool().state()).isEqualTo(SpoolStatus.State.IDLE);
        });
        assertThat(gate.spool().problem()).isEmpty();
    }

    @Test
    void readingWithoutAStoreIsRefusedAndOtherwiseWaitsForWhatIsSpooled() {
        gate = open();
        gate.timeouts(Duration.ofMillis(1), Duration.ofSeconds(5));
        gate.append(world.next());
        assertThatThrownBy(() -> gate.read("count", s -> s.countEvents(EventFilter.ALL)))
                .isInstanceOf(StoreUnavailableException.class);

        gate.timeouts(Duration.ofSeconds(20), Duration.ofSeconds(5));
        gate.bind(store, named("a"));

        assertThat(gate.<Long>read("count", s -> s.countEvents(EventFilter.ALL)))
                .isEqualTo(1);
    }

    @Test
    void readingDoesNotWaitForWhatWillNotBeDrainedSoon() {
        gate = open();
        gate.timeouts(Duration.ofSeconds(20), Duration.ofSeconds(5));
        gate.bind(store, named("a"));
        store.failure = unreachable();
        gate.append(world.next());
        store.failsAfterwards = true;

        assertThat(gate.<Long>read("missing", s -> gate.missing())).isEqualTo(1);
    }

    @Test
    void whatIsDeletedDoesNotComeBackOutOfTheSpool() {
        gate = open();
        gate.timeouts(Duration.ofMillis(1), Duration.ofSeconds(5));
        Event event = world.next();
        gate.append(event);
        assertThatThrownBy(() -> gate.delete(EventFilter.ALL))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("1 acknowledged events are not in the store yet");
        assertThatThrownBy(() -> gate.delete(event.id())).isInstanceOf(StoreUnavailableException.class);

        gate.timeouts(Duration.ofSeconds(20), Duration.ofSeconds(5));
        gate.bind(store, named("a"));

        assertThat(gate.delete(event.id())).isTrue();
        assertThat(gate.delete(EventFilter.ALL)).isZero();
        assertThat(spool.events()).isZero();
        assertThat(store.ids()).isEmpty();
    }

    @Test
    void nothingIsDeletedBeforeItIsKnownWhatIsInTheSpool() {
        Event event = world.next();
        spool.append(event);
        CountDownLatch opening = new CountDownLatch(1);
        gate = new EventGate("core-data", "events", directory, metrics, ticks, () -> {
            awaitUninterruptibly(opening);
            return spool;
        });
        gate.timeouts(Duration.ofMillis(1), Duration.ofSeconds(5));
        gate.bind(store, named("a"));
        assertThatThrownBy(() -> gate.delete(event.id()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("can't delete now");

        gate.timeouts(Duration.ofSeconds(20), Duration.ofSeconds(5));
        Future<Boolean> deleted = clients.submit(() -> gate.delete(event.id()));
        Future<Long> counted = clients.submit(() -> gate.<Long>read("count", s -> s.countEvents(EventFilter.ALL)));
        opening.countDown();
        assertThat(deleted).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(true);
        assertThat(counted).succeedsWithin(Duration.ofSeconds(20));
        assertThat(store.ids()).isEmpty();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void nothingIsDeletedWhileACallHangsThatCouldBringItBack() {
        gate = open();
        gate.bind(store, named("a"));
        Event old = world.next();
        gate.append(old);
        configure("append.timeout", "10ms");
        store.hang();
        gate.append(world.next());
        ScriptedStore next = new ScriptedStore();
        gate.bind(next, Map.of("persistence.provider", "b", "service.ranking", 1));
        awaitDrained();

        assertThatThrownBy(() -> gate.delete(old.id())).isInstanceOf(StoreUnavailableException.class);
        store.goOn();
        await().untilAsserted(() -> assertThat(gate.delete(old.id())).isFalse());
    }

    @Test
    void whileDivertedEventsAreSpooledAndNothingIsDeleted() {
        gate = open();
        gate.timeouts(Duration.ofMillis(1), Duration.ofSeconds(5));
        gate.bind(store, named("a"));
        gate.append(world.next());
        ScriptedStore next = new ScriptedStore();
        Event diverted = world.next();

        try (Diversion diversion = gate.divert(Duration.ofSeconds(10))) {
            assertThat(diversion).isNotNull();
            assertThatThrownBy(() -> gate.delete(EventFilter.ALL)).hasMessageContaining("being moved");
            assertThat(gate.append(diverted)).isEqualTo(Outcome.SPOOLED);
            assertThat(gate.<Long>read("count", s -> s.countEvents(EventFilter.ALL)))
                    .isEqualTo(1);
            assertThatThrownBy(() -> gate.divert(Duration.ofSeconds(1))).hasMessageContaining("already");
            gate.bind(next, Map.of("persistence.provider", "b", "service.ranking", 1));
            assertThat(gate.spool().state()).isEqualTo(SpoolStatus.State.SPOOLING);
        }

        awaitDrained();
        assertThat(next.ids()).containsExactly(diverted.id());
        assertThat(store.ids()).hasSize(1);
    }

    @Test
    void aDiversionFailsWhileACallIsInTheStoreAndChangesNothing() {
        gate = open();
        gate.bind(store, named("a"));
        configure("append.timeout", "1m");
        store.hang();
        Future<Outcome> running = appendingWhen(0);
        await().until(() -> store.inside.get() == 1);

        assertThatThrownBy(() -> gate.divert(Duration.ofMillis(1))).hasMessageContaining("still in the store");

        store.goOn();
        assertThat(running).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(Outcome.STORED);
        assertThat(gate.append(world.next())).isEqualTo(Outcome.STORED);
        gate.divert(Duration.ofSeconds(10)).close();
    }

    @Test
    void whoFollowsHearsOfEveryChangeOnce() {
        gate = open();
        gate.bind(store, named("a"));
        Event before = world.next();
        gate.append(before);
        Heard heard = new Heard();
        Following following = gate.follow(heard);
        Event event = world.next();
        gate.append(event);
        gate.append(event);
        gate.delete(event.id());
        gate.delete(EventFilter.ALL);

        assertThat(heard.all)
                .containsExactly(
                        "appended " + event.id(),
                        "deleted " + event.id(),
                        "deleting " + EventFilter.ALL,
                        "deleted " + EventFilter.ALL);
        following.close();
        gate.append(world.next());
        assertThat(heard.all).hasSize(4);
    }

    @Test
    void whoFollowsHearsAlsoOfWhatWasStoredWithoutAnAnswer() {
        gate = open();
        gate.bind(store, named("a"));
        Heard heard = new Heard();
        gate.follow(heard);
        store.failsAfterwards = true;
        store.failure = new StoreUnavailableException(Reason.TIMEOUT, "no answer");
        Event event = world.next();
        gate.append(event);
        store.failure = null;

        awaitDrained();
        assertThat(heard.all).contains("appended " + event.id());
    }

    @Test
    void whoFollowsHearsOfWhatMayBeStoredAlthoughTheCallFailed() {
        gate = open();
        gate.bind(store, named("a"));
        Heard heard = new Heard();
        gate.follow(heard);
        store.failsAfterwards = true;
        store.failure = new StoreUnavailableException(Reason.BUSY, "too much work");
        Event event = world.next();
        assertThatThrownBy(() -> gate.append(event)).hasMessageContaining("too much work");
        store.failure = null;

        assertThat(gate.append(event)).isEqualTo(Outcome.DUPLICATE);
        assertThat(heard.all).contains("appended " + event.id());
    }

    @Test
    void whatIsTooOldIsGivenUpTheOldestFirst() {
        gate = open();
        configure("spool.timeToLive", "10m");
        events(1_500).forEach(gate::append);
        pass(Duration.ofMinutes(6));
        List<Event> younger = events(3);
        younger.forEach(gate::append);
        pass(Duration.ofMinutes(5));
        configure("spool.timeToLive", "10m");

        await().untilAsserted(() -> assertThat(gate.spool().expired()).isEqualTo(1_500));
        assertThat(gate.spool().oldest()).isEqualTo(Duration.ofMinutes(5));
        gate.bind(store, named("a"));
        awaitDrained();
        assertThat(store.ids()).containsExactlyInAnyOrderElementsOf(ids(younger));
    }

    @Test
    void aClockThatIsSetForwardMakesNothingOldAndForeverMeansForever() {
        gate = open();
        configure("spool.timeToLive", "forever");
        gate.append(world.next());
        pass(Duration.ofDays(400));
        configure("spool.timeToLive", "10m");
        await().untilAsserted(() -> assertThat(gate.spool().expired()).isEqualTo(1));

        List<Event> events = events(3);
        events.forEach(gate::append);
        millis.addAndGet(Duration.ofDays(20_000).toMillis());
        configure("spool.timeToLive", "10m");
        gate.bind(store, named("a"));

        awaitDrained();
        assertThat(store.ids()).hasSize(3);
        assertThat(gate.spool().expired()).isEqualTo(1);
    }

    @Test
    void anEventThatNoStoreTakesIsPutAsideAndTheOthersGoOn() throws IOException {
        gate = open();
        List<Event> events = events(300);
        Event poison = events.get(123);
        events.forEach(gate::append);
        store.refuses = event -> event.id().equals(poison.id());

        gate.bind(store, named("a"));

        awaitDrained();
        assertThat(store.ids()).hasSize(299).doesNotContain(poison.id());
        assertThat(gate.spool().rejected()).isEqualTo(1);
        assertThat(gate.spool().drained()).isEqualTo(299);
        assertThat(Files.readAllLines(directory.resolve("rejected.jsonl")))
                .singleElement()
                .asString()
                .startsWith("{\"rejected\":\"2027-")
                .contains(
                        "\"reason\":\"such events are not for this store\"",
                        poison.id().toString(),
                        "\"readings\":[{");
    }

    @Test
    void aDefectOfTheStoreIsNotTakenForAFaultOfTheEventAtOnce() {
        gate = open();
        gate.append(world.next());
        store.failure = new IllegalStateException("a defect");
        gate.bind(store, named("a"));
        await().until(() -> store.batches.size() >= 2);

        store.failure = null;

        awaitDrained();
        assertThat(store.ids()).hasSize(1);
        assertThat(gate.spool().rejected()).isZero();
    }

    @Test
    void aClientThatIsInterruptedHearsSoAndHarmsNobody() {
        gate = open();
        gate.bind(store, named("a"));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> gate.append(world.next())).hasMessageContaining("interrupted");

        assertThat(Thread.interrupted()).isTrue();
        await().until(() -> gate.append(world.next()) == Outcome.STORED);
    }

    @Test
    void closingEndsEveryThreadAndTheNextGateGoesOn() {
        gate = open();
        gate.append(world.next());
        gate.close();
        gate.close();

        assertThatThrownBy(() -> gate.append(world.next())).isInstanceOf(StoreUnavailableException.class);
        assertThat(metrics.hasGauges()).isFalse();
        assertThat(threads()).isEmpty();
    }

    @Test
    void invalidSettingsChangeNothing() {
        gate = open();
        configure("spool.bytes", 5 << 20);
        configure("spool.timeToLive", "1h30m");
        assertThat(gate.spool().maxBytes()).isEqualTo(5 << 20);
        assertThat(gate.spool().timeToLive()).contains(Duration.ofMinutes(90));
        for (String nonsense : List.of("-1", "5", "much", "99999999999999999999", "1e3")) {
            configure("spool.bytes", nonsense);
            assertThat(gate.spool().maxBytes()).isEqualTo(5 << 20);
        }
        for (String nonsense : List.of("0s", "2", "2 h", "never", "-1h", "1ms", "999999999d")) {
            configure("spool.timeToLive", nonsense);
            assertThat(gate.spool().timeToLive()).contains(Duration.ofMinutes(90));
        }
        configuration.clear();
        gate.configure(configuration);
        assertThat(gate.spool().maxBytes()).isEqualTo(1 << 30);
        assertThat(gate.spool().timeToLive()).contains(Duration.ofHours(2));
    }

    private EventGate open() {
        EventGate opened = open(() -> spool);
        configuration.put("append.timeout", "1m");
        opened.configure(configuration);
        return opened;
    }

    private EventGate open(Spooling.Opener opener) {
        EventGate opened = new EventGate("core-data", "events", directory, metrics, ticks, opener);
        await().until(opened::spoolTried);
        return opened;
    }

    private void configure(String property, Object value) {
        configuration.put(property, value);
        gate.configure(configuration);
    }

    /** Lets time pass on both clocks. */
    private void pass(Duration time) {
        millis.addAndGet(time.toMillis());
        nanos.addAndGet(time.toNanos());
    }

    private void awaitDrained() {
        await().atMost(Duration.ofSeconds(20)).until(() -> gate.missing() == 0);
        await().until(() -> gate.spool().state() == SpoolStatus.State.IDLE);
    }

    private Future<Outcome> appending(Event event) {
        return clients.submit(() -> gate.append(event));
    }

    /** Appends another event when so many calls are in the store. */
    private Future<Outcome> appendingWhen(int inside) {
        await().until(() -> store.inside.get() == inside);
        return appending(world.next());
    }

    private <T> Future<T> startedAndWaiting(Callable<T> call) {
        Thread[] caller = new Thread[1];
        Future<T> future = clients.submit(() -> {
            caller[0] = Thread.currentThread();
            return call.call();
        });
        await().until(() -> caller[0] != null && caller[0].getState() == Thread.State.TIMED_WAITING);
        return future;
    }

    private List<Event> events(int number) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            events.add(world.next());
        }
        return events;
    }

    private static List<UUID> ids(List<Event> events) {
        return events.stream().map(Event::id).toList();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("graft-core-data"))
                .toList();
    }

    private static final class Heard implements EventChanges {

        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public void appended(List<Event> events) {
            events.forEach(event -> all.add("appended " + event.id()));
        }

        @Override
        public void deleting(EventFilter filter) {
            all.add("deleting " + filter);
        }

        @Override
        public void deleted(EventFilter filter) {
            all.add("deleted " + filter);
        }

        @Override
        public void deleted(UUID id) {
            all.add("deleted " + id);
        }
    }
}
