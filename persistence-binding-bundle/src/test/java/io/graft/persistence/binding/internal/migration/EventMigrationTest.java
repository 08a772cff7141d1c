package io.graft.persistence.binding.internal.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.Page;
import io.graft.persistence.binding.BindingException;
import io.graft.persistence.binding.MigrationException;
import io.graft.persistence.binding.MigrationRequest.Existing;
import io.graft.persistence.binding.MigrationStatus;
import io.graft.persistence.binding.MigrationStatus.Phase;
import io.graft.persistence.binding.StoreKind;
import io.graft.persistence.tck.oracle.MemoryEventStore;
import io.graft.persistence.tck.oracle.RandomEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events are moved from one store to another while they are written and deleted. */
class EventMigrationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long CLIENT_PAUSE_NANOS = 200_000; // the stores in memory grow slow as they grow

    private final long seed = System.nanoTime();
    private final RandomEvents world = new RandomEvents(new Random(seed));
    private final MemoryEventStore a = new MemoryEventStore();
    private final MemoryEventStore b = new MemoryEventStore();
    private final TestService service = new TestService("a");
    private final TestHome home = new TestHome(service);
    private Migration migration;

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        if (migration != null) {
            migration.shutDown();
        }
    }

    @Test
    void movesTheHistoryAndBindsTheServiceToTheOtherStore() {
        fill(a, 12_000);
        service.with("a", a).with("b", b);

        MigrationStatus status = migrate(Existing.REFUSE);

        assertThat(status.phase()).as("%s", status).isEqualTo(Phase.DONE);
        assertThat(service.provider()).contains("b");
        assertSame(a, b);
        assertThat(status.copied()).isEqualTo(12_000);
        assertThat(status.total()).isEqualTo(12_000);
        assertThat(status.verifiedChunks()).isGreaterThanOrEqualTo(3);
        assertThat(status.repairedChunks()).isZero();
        assertThat(status.flipped()).isPresent();
        assertThat(status.rollbackUntil()).isPresent();
        assertThat(status.message()).contains("keeps its events in b").contains("can be rolled back until");
    }

    @Test
    void movesNothingWhereThereIsNothing() {
        service.with("a", a).with("b", b);

        assertDone(migrate(Existing.REFUSE));
        assertThat(service.provider()).contains("b");
    }

    @Test
    void whatIsWrittenAndDeletedMeanwhileIsThereWhenTheBindingChangesAndOnTheWayBack() throws Exception {
        fill(a, 3_000);
        service.with("a", slow(a)).with("b", slow(b));
        List<String> flips = new ArrayList<>();
        home.beforeBinding = provider -> {
            flips.add(provider);
            assertSame(a, b);
        };
        AtomicBoolean enough = new AtomicBoolean();
        Thread client = new Thread(() -> traffic(enough), "client");
        client.start();
        try {
            migration = create(Existing.REFUSE, 0);
            migration.start();
            awaitPhase(Phase.DONE);
            long followed = migration.status().followed();
            assertThat(followed).isPositive();
            await().atMost(PATIENCE).until(() -> b.countEvents(EventFilter.ALL) != a.countEvents(EventFilter.ALL));
            migration.rollback();
            awaitPhase(Phase.ROLLED_BACK);
        } finally {
            enough.set(true);
            client.join();
        }
        assertThat(flips).as("seed %d", seed).containsExactly("b", "a");
        assertThat(service.provider()).contains("a");
    }

    private void traffic(AtomicBoolean enough) {
        RandomEvents events = new RandomEvents(new Random(seed + 1));
        Random random = new Random(seed + 2);
        List<Event> written = new ArrayList<>(List.of(events.next()));
        while (!enough.get()) {
            switch (random.nextInt(20)) {
                case 0 -> service.delete(any(written, random).id());
                case 1 -> {
                    if (random.nextInt(20) == 0) {
                        service.delete(events.eventFilter());
                    }
                }
                case 2 -> service.delete(EventFilter.ALL.within(events.oldest(100_000)));
                case 3 -> service.append(any(written, random)); // a duplicate, or one that was deleted
                case 4 -> service.append(at(any(written, random).origin(), events.next())); // an equal origin
                default -> {
                    Event event = events.next();
                    written.add(event);
                    service.append(event);
                }
            }
            LockSupport.parkNanos(CLIENT_PAUSE_NANOS);
        }
    }

    @Test
    void aTargetThatFailsForATimeIsWaitedFor() {
        fill(a, 2_000);
        AtomicInteger calls = new AtomicInteger();
        AtomicReference<MigrationStatus> seen = new AtomicReference<>();
        service.with("a", a).with("b", hooked(b, call -> {
            int n = calls.incrementAndGet();
            if (n % 2 == 1) {
                if (n == 5) {
                    seen.set(migration.status());
                }
                throw TestService.away("connection refused: 127.0.0.1:6379");
            }
            return call.proceed();
        }));

        assertDone(migrate(Existing.REFUSE));
        assertSame(a, b);
        assertThat(seen.get().phase()).isEqualTo(Phase.COPYING);
    }

    @Test
    void anAppendThatHappenedAlthoughItFailedIsNoHarm() {
        fill(a, 2_000);
        AtomicInteger calls = new AtomicInteger();
        service.with("a", a).with("b", hooked(b, call -> {
            Object answer = call.proceed();
            if (call.is("append") && calls.incrementAndGet() % 2 == 1) {
                throw TestService.away("timed out");
            }
            return answer;
        }));

        assertDone(migrate(Existing.REFUSE));
        assertSame(a, b);
    }

    @Test
    void aTargetThatDropsAnEventIsFoundOut() {
        fill(a, 500);
        service.with("a", a).with("b", hooked(b, call -> {
            if (call.is("append") && events(call).size() > 1) {
                List<Event> batch = events(call);
                return b.append(batch.subList(1, batch.size()));
            }
            return call.is("append") ? b.append(List.of()) : call.proceed();
        }));

        MigrationStatus status = migrate(Existing.REFUSE);

        assertThat(status.phase()).isEqualTo(Phase.FAILED);
        assertThat(status.message())
                .contains("provider b does not give back what it was given")
                .contains("graft:certify b");
        assertThat(service.provider()).contains("a");
    }

    @Test
    void anEventThatIsLostOnceIsPutRightAndCounted() {
        fill(a, 500);
        AtomicBoolean lost = new AtomicBoolean();
        service.with("a", a).with("b", hooked(b, call -> {
            if (call.is("append") && lost.compareAndSet(false, true)) {
                List<Event> batch = events(call);
                return b.append(batch.subList(0, batch.size() - 1));
            }
            return call.proceed();
        }));

        MigrationStatus status = migrate(Existing.REFUSE);

        assertThat(status.phase()).isEqualTo(Phase.DONE);
        assertThat(status.repairedChunks()).isEqualTo(1);
        assertSame(a, b);
    }

    @Test
    void aTargetThatAltersOneByteIsFoundOut() {
        fill(a, 500);
        service.with("a", a).with("b", hooked(b, call -> {
            if (call.is("append")) {
                List<Event> batch = new ArrayList<>(events(call));
                Event event = batch.get(batch.size() / 2);
                batch.set(batch.size() / 2, withProfile(event, event.profileName() + " "));
                return b.append(batch);
            }
            return call.proceed();
        }));

        MigrationStatus status = migrate(Existing.REFUSE);

        assertThat(status.phase()).isEqualTo(Phase.FAILED);
        assertThat(service.provider()).contains("a");
    }

    @Test
    void aTargetThatHoldsOtherEventsIsRefusedAndLeftAlone() {
        fill(a, 700);
        Event foreign = world.next();
        b.append(List.of(foreign));
        service.with("a", a).with("b", b);

        MigrationStatus status = migrate(Existing.REFUSE);

        assertThat(status.phase()).isEqualTo(Phase.FAILED);
        assertThat(status.message())
                .contains("provider b holds other events already, e.g. " + foreign.id())
                .contains("merge")
                .contains("replace");
        assertThat(b.event(foreign.id())).contains(foreign);
        assertThat(service.provider()).contains("a");
    }

    @Test
    void otherEventsStayWhenMerged() {
        fill(a, 700);
        Event foreign = world.next();
        Event taken = newest(a);
        b.append(List.of(foreign, withProfile(taken, "another")));
        service.with("a", a).with("b", b);

        assertThat(migrate(Existing.MERGE).phase()).isEqualTo(Phase.DONE);

        assertThat(b.event(foreign.id())).contains(foreign);
        assertThat(b.event(taken.id())).contains(taken);
        assertThat(b.countEvents(EventFilter.ALL)).isEqualTo(701);
    }

    @Test
    void otherEventsGoWhenReplaced() {
        fill(a, 700);
        fill(b, 300);
        Event moved = newest(a);
        b.append(List.of(at(moved.origin() - 1_000_000, moved)));
        service.with("a", a).with("b", b);

        assertThat(migrate(Existing.REPLACE).phase()).isEqualTo(Phase.DONE);
        assertSame(a, b);
    }

    @Test
    void aSecondStartToTheSameTargetGoesOnFromWhatIsThere() {
        fill(a, 6_000);
        CountDownLatch half = new CountDownLatch(1);
        AtomicInteger appends = new AtomicInteger();
        service.with("a", a).with("b", hooked(b, call -> {
            Object answer = call.proceed();
            if (call.is("append")) {
                appends.incrementAndGet();
                half.countDown();
            }
            return answer;
        }));
        migration = create(Existing.REFUSE, 2_000);
        migration.start();
        await().atMost(PATIENCE).until(() -> half.getCount() == 0);
        migration.abort();
        awaitPhase(Phase.ABORTED);
        MigrationStatus aborted = migration.status();
        assertThat(aborted.message()).contains("What was copied stays in b");
        await().atMost(PATIENCE).until(() -> service.followers() == 0);
        assertThat(b.countEvents(EventFilter.ALL)).isPositive();
        int before = appends.get();

        assertDone(migrate(Existing.REFUSE));
        assertSame(a, b);
        assertThat(appends.get() - before).isLessThanOrEqualTo(3);
    }

    @Test
    void goesOnAfterTheGatewayEndedAtAnyPoint() {
        fill(a, 1_500);
        Random random = new Random(seed);
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger last = new AtomicInteger(Integer.MAX_VALUE);
        AtomicBoolean ended = new AtomicBoolean();
        Hooked.Hook dies = call -> {
            if (calls.incrementAndGet() == last.get()) {
                migration.stop();
                ended.set(true);
            }
            return call.proceed();
        };
        service.with("a", hooked(a, dies)).with("b", hooked(b, dies));
        home.beforeBinding = provider -> assertSame(a, b);
        migration = create(Existing.REFUSE, 0);
        int ends = 0;
        while (service.provider().get().equals("a")) {
            calls.set(0);
            ended.set(false);
            last.set(1 + random.nextInt(12) + 4 * ends);
            service.append(world.next());
            migration.start();
            await().atMost(PATIENCE)
                    .until(() -> ended.get() || migration.status().phase() == Phase.DONE);
            migration.shutDown();
            migration = restarted();
            ends++;
        }
        last.set(Integer.MAX_VALUE);
        migration.start();
        awaitPhase(Phase.DONE);
        service.append(world.next());
        migration.rollback();
        awaitPhase(Phase.ROLLED_BACK);
        assertSame(a, b);
    }

    @Test
    void canBePausedOverARestartAndResumed() {
        fill(a, 3_000);
        service.with("a", a).with("b", b);
        migration = create(Existing.REFUSE, 400);
        migration.start();
        await().atMost(PATIENCE).until(() -> migration.status().copied() > 0);

        assertThat(migration.pause().phase()).isEqualTo(Phase.PAUSED);
        assertThatThrownBy(migration::pause)
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("paused already");
        migration.shutDown();
        migration = restarted();
        migration.start();
        assertThat(migration.status().phase()).isEqualTo(Phase.PAUSED);
        assertThat(service.provider()).contains("a");
        migration.resume();
        assertThatThrownBy(migration::resume)
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("is not paused");
        migration.abort();
        awaitPhase(Phase.ABORTED);
        assertThatThrownBy(migration::abort).hasMessageContaining("is over");
        assertThatThrownBy(migration::rollback).hasMessageContaining("not DONE");
    }

    @Test
    void aServiceThatIsRestartedMeanwhileIsFollowedAgainAndNothingIsMissed() {
        fill(a, 3_000);
        TestService next = new TestService("a");
        AtomicInteger appends = new AtomicInteger();
        Event missed = world.next();
        EventStore hookedB = hooked(b, call -> {
            if (call.is("append") && appends.incrementAndGet() == 2) {
                a.append(List.of(missed)); // before anybody follows the new instance
                a.delete(newest(a).id());
                home.service = next;
            }
            return call.proceed();
        });
        service.with("a", a).with("b", hookedB);
        next.with("a", a).with("b", hookedB);
        home.beforeBinding = provider -> assertSame(a, b);
        migration = create(Existing.REFUSE, 4_000);
        migration.start();

        awaitPhase(Phase.DONE);
        assertThat(next.provider()).contains("b");
        assertThat(service.followers()).isZero(); // since before the end
    }

    @Test
    void aBindingThatWasChangedByHandEndsIt() {
        fill(a, 2_000);
        AtomicBoolean bound = new AtomicBoolean();
        service.with("a", a).with("b", hooked(b, call -> {
            if (bound.compareAndSet(false, true)) {
                service.bind("c");
            }
            return call.proceed();
        }));

        MigrationStatus status = migrate(Existing.REFUSE);

        assertThat(status.phase()).isEqualTo(Phase.FAILED);
        assertThat(status.message()).contains("bound to provider c by hand");
        assertThat(service.provider()).contains("c");
    }

    @Test
    void aBindingThatFailsIsTriedAgainAndThenGivenUp() {
        fill(a, 100);
        service.with("a", a).with("b", b);
        AtomicInteger attempts = new AtomicInteger();
        home.beforeBinding = provider -> {
            attempts.incrementAndGet();
            throw new BindingException(BindingException.Reason.FAILED, "the disk is full");
        };

        MigrationStatus status = migrate(Existing.REFUSE);

        assertThat(status.phase()).isEqualTo(Phase.FAILED);
        assertThat(status.message()).contains("the disk is full");
        assertThat(attempts.get()).isEqualTo(3);
        assertThat(service.provider()).contains("a");
    }

    @Test
    void countsThatDifferAtTheEndMakeItCompareEverythingOnceMore() {
        fill(a, 1_000);
        AtomicBoolean sneaked = new AtomicBoolean();
        service.with("a", a).with("b", b);
        TestHome sneaky = home;
        home.service = service;
        Event unseen = world.next();
        EventStore target = hooked(b, call -> {
            if (call.is("countEvents")
                    && call.arguments().get(0).equals(EventFilter.ALL)
                    && b.countEvents(EventFilter.ALL) > 0
                    && sneaked.compareAndSet(false, true)) {
                b.append(List.of(unseen));
            }
            return call.proceed();
        });
        service.directory.remove(b);
        service.with("b", target);
        sneaky.beforeBinding = provider -> assertSame(a, b);

        assertDone(migrate(Existing.REFUSE));
        assertThat(b.event(unseen.id())).isEmpty();
    }

    @Test
    void eventsOfTwentyFiveMegabytesAreMoved() {
        for (int i = 0; i < 2; i++) {
            a.append(List.of(world.next(), large(i)));
        }
        service.with("a", a).with("b", b);

        assertDone(migrate(Existing.REFUSE));
        assertSame(a, b);
    }

    @Test
    void aRollbackThatIsGivenUpLeavesTheServiceWhereItIsAndCanBeAskedForAgain() {
        fill(a, 300);
        AtomicBoolean away = new AtomicBoolean();
        service.with("a", hooked(a, call -> {
                    if (away.get()) {
                        throw TestService.away("connection refused");
                    }
                    return call.proceed();
                }))
                .with("b", b);
        migrate(Existing.REFUSE);
        away.set(true);
        service.append(world.next());

        migration.rollback();
        await().atMost(PATIENCE).until(() -> migration.status().message().contains("waits for provider a"));
        assertThat(migration.status().phase()).isEqualTo(Phase.ROLLING_BACK);
        migration.abort();
        awaitPhase(Phase.DONE);
        MigrationStatus given = migration.status();
        assertThat(given.message()).contains("the rollback was given up");
        assertThat(service.provider()).contains("b");

        away.set(false);
        migration.rollback();
        awaitPhase(Phase.ROLLED_BACK);
        assertSame(a, b);
        assertThat(service.provider()).contains("a");
    }

    @Test
    void withoutAWindowThereIsNoWayBack() {
        service.with("a", a).with("b", b);
        migration = new Migration(new Ledger(file(), state(Existing.REFUSE, 0, Duration.ZERO)), home);
        migration.start();
        awaitPhase(Phase.DONE);

        assertThat(migration.status().rollbackUntil()).isEmpty();
        assertThatThrownBy(migration::rollback).hasMessageContaining("the way back is closed");
        await().atMost(PATIENCE).until(() -> service.followers() == 0);
    }

    private MigrationStatus migrate(Existing existing) {
        migration = create(existing, 0);
        migration.start();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> migration.status().phase().over());
        return migration.status();
    }

    private void assertDone(MigrationStatus status) {
        assertThat(status.phase()).as("%s, seed %d", status, seed).isEqualTo(Phase.DONE);
    }

    private void awaitPhase(Phase phase) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            MigrationStatus status = migration.status();
            assertThat(status.phase()).as("%s, seed %d", status, seed).isNotEqualTo(Phase.FAILED);
            return status.phase() == phase;
        });
    }

    private Migration create(Existing existing, int perSecond) {
        return new Migration(new Ledger(file(), state(existing, perSecond, Duration.ofHours(1))), home);
    }

    private Migration restarted() {
        try {
            return new Migration(new Ledger(file(), file().read()), home);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private StateFile file() {
        return StateFile.in(folder, "core-data", "events");
    }

    private static MigrationState state(Existing existing, int perSecond, Duration window) {
        return new MigrationState(
                "core-data",
                "events",
                StoreKind.EVENTS,
                "a",
                "b",
                Phase.COPYING,
                false,
                perSecond,
                window,
                existing,
                false,
                Instant.now(),
                Optional.empty(),
                Optional.empty(),
                MigrationState.Counters.NONE,
                "begins");
    }

    private void fill(MemoryEventStore store, int events) {
        List<Event> batch = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            batch.add(world.next());
        }
        store.append(batch);
    }

    private static Event any(List<Event> events, Random random) {
        return events.get(random.nextInt(events.size()));
    }

    private static Event newest(MemoryEventStore store) {
        return store.events(EventQuery.page(EventFilter.ALL, 0, 1)).items().get(0);
    }

    private void assertSame(MemoryEventStore one, MemoryEventStore other) {
        assertThat(all(one)).as("seed %d", seed).isEqualTo(all(other));
    }

    private static List<Event> all(MemoryEventStore store) {
        Page<Event> page = store.events(EventQuery.page(EventFilter.ALL, 0, Integer.MAX_VALUE));
        return page.items();
    }

    private static EventStore hooked(EventStore store, Hooked.Hook hook) {
        return Hooked.store(EventStore.class, store, hook);
    }

    /** Lets clients in between. */
    private static EventStore slow(EventStore store) {
        return hooked(store, call -> {
            if (call.is("events")) {
                TimeUnit.MILLISECONDS.sleep(2);
            }
            return call.proceed();
        });
    }

    @SuppressWarnings("unchecked") // what append takes
    private static List<Event> events(Hooked.Call call) {
        return (List<Event>) call.arguments().get(0);
    }

    private static Event at(long origin, Event event) {
        return new Event(
                event.id(),
                event.deviceName(),
                event.profileName(),
                event.sourceName(),
                origin,
                event.readings(),
                event.tags(),
                event.extensions());
    }

    private static Event withProfile(Event event, String profile) {
        return new Event(
                event.id(),
                event.deviceName(),
                profile,
                event.sourceName(),
                event.origin(),
                event.readings(),
                event.tags(),
                event.extensions());
    }

    private Event large(int n) {
        byte[] bytes = new byte[25_000_000];
        new Random(n).nextBytes(bytes);
        Reading reading = new Reading(
                1_700_000_000_000_000_000L + n,
                "camera",
                "profile",
                "image",
                ValueType.BINARY,
                "",
                new ReadingValue.Binary(bytes, "image/png"),
                null,
                null);
        return new Event(new UUID(n, n), "camera", "profile", "image", reading.origin(), List.of(reading), null, null);
    }
}
