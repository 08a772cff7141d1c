package io.graft.persistence.embedded.internal.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.model.Event;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.TimeRange;
import io.graft.log.disk.RecordingDisk;
import io.graft.persistence.tck.oracle.MemoryEventStore;
import io.graft.persistence.tck.oracle.RandomEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Cuts the power at random moments of runs in which tables are so small that files are written, merged and purged all
 * the time, also while the disk is full: what was acknowledged is there afterwards, what was deleted is not, and all
 * lists agree.
 */
class EventStoreCrashTest {

    private static final int ROUNDS = Integer.getInteger("graft.crash.rounds", 6);
    private static final int GENERATIONS = 3;
    private static final int STEPS = 250;
    private static final int CUTS = 16;
    private static final int NEVER = Integer.MAX_VALUE;

    private Random random;
    private RandomEvents world;
    private List<Life> lives;

    /** When an event came and went, in operations of the disk. */
    private static final class Life {
        private final Event event;
        private int begun;
        private int acknowledged = NEVER;
        private int endBegun = NEVER;
        private int ended = NEVER;

        Life(Event event, int begun) {
            this.event = event;
            this.begun = begun;
        }
    }

    @Test
    void nothingAcknowledgedIsLostAndNothingDeletedComesBackWhereverThePowerIsCut() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = System.nanoTime();
            try {
                round(new Random(seed));
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private void round(Random newRandom) throws IOException {
        random = newRandom;
        world = new RandomEvents(random);
        lives = new ArrayList<>();
        RecordingDisk disk = new RecordingDisk();
        for (int generation = 0; generation < GENERATIONS; generation++) {
            work(disk);
            RecordingDisk crashed = null;
            List<Event> left = List.of();
            for (int cut = 0; cut < CUTS; cut++) {
                int moment = random.nextInt(disk.now() + 1);
                crashed = disk.crash(moment, random);
                left = check(crashed, moment, "cut at " + moment + " of " + disk.now());
            }
            disk = crashed;
            lives.clear();
            for (Event event : left) {
                Life life = new Life(event, 0);
                life.acknowledged = 0;
                lives.add(life);
            }
        }
    }

    private void work(RecordingDisk disk) throws IOException {
        try (EmbeddedEventStore store = Stores.tiny(disk)) {
            for (int step = 0; step < STEPS; step++) {
                if (random.nextInt(60) == 0) {
                    disk.fillUp(random.nextInt(8), random.nextBoolean());
                } else if (random.nextInt(5) == 0) {
                    disk.heal();
                }
                try {
                    change(store, disk);
                } catch (StoreUnavailableException e) {
                    assertThat(e.reason()).isIn(StoreUnavailableException.Reason.FULL);
                }
            }
            disk.heal();
        }
    }

    private void change(EmbeddedEventStore store, RecordingDisk disk) {
        int kind = random.nextInt(12);
        if (kind == 0 && !lives.isEmpty()) {
            Life victim = lives.get(random.nextInt(lives.size()));
            delete(List.of(victim), disk, () -> store.delete(victim.event.id()));
        } else if (kind == 1) {
            EventFilter filter = random.nextBoolean()
                    ? world.eventFilter()
                    : EventFilter.ALL.within(TimeRange.until(world.oldest(2_000).end()));
            delete(
                    lives.stream().filter(life -> selects(filter, life.event)).toList(),
                    disk,
                    () -> store.delete(filter));
        } else {
            append(store, disk);
        }
    }

    private void append(EmbeddedEventStore store, RecordingDisk disk) {
        List<Event> batch = new ArrayList<>();
        List<Life> born = new ArrayList<>();
        for (int n = random.nextInt(6); n >= 0; n--) {
            Event event = world.next();
            batch.add(event);
            born.add(new Life(event, disk.now()));
        }
        lives.addAll(born);
        store.append(batch);
        born.forEach(life -> life.acknowledged = disk.now());
    }

    private static void delete(List<Life> victims, RecordingDisk disk, Runnable deletion) {
        victims.forEach(life -> life.endBegun = Math.min(life.endBegun, disk.now()));
        deletion.run();
        victims.forEach(life -> life.ended = Math.min(life.ended, disk.now()));
    }

    private List<Event> check(RecordingDisk crashed, int moment, String at) throws IOException {
        MemoryEventStore model = new MemoryEventStore();
        List<Event> left = new ArrayList<>();
        try (EmbeddedEventStore store = Stores.tiny(crashed)) {
            for (Life life : lives) {
                Optional<Event> found = store.event(life.event.id());
                if (life.begun > moment || life.ended <= moment) {
                    assertThat(found).as(at).isEmpty();
                } else if (life.acknowledged <= moment && life.endBegun > moment) {
                    assertThat(found).as(at).contains(life.event);
                }
                found.ifPresent(event -> {
                    assertThat(event).as(at).isEqualTo(life.event);
                    model.append(List.of(event));
                    left.add(event);
                });
            }
            assertThat(store.events(EventQuery.page(EventFilter.ALL, 0, Integer.MAX_VALUE)))
                    .as(at)
                    .isEqualTo(model.events(EventQuery.page(EventFilter.ALL, 0, Integer.MAX_VALUE)));
            for (int i = 0; i < 5; i++) {
                EmbeddedEventStoreTest.compare(store, model, world, random, left, at);
            }
        }
        return left;
    }

    private static boolean selects(EventFilter filter, Event event) {
        return filter.device().map(event.deviceName()::equals).orElse(true)
                && filter.source().map(event.sourceName()::equals).orElse(true)
                && filter.range().contains(event.origin());
    }
}
