package io.graft.persistence.binding.internal.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.model.Event;
import io.graft.log.NoMetrics;
import io.graft.log.disk.RecordingDisk;
import io.graft.persistence.tck.oracle.RandomEvents;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Cuts the power at random moments while many threads append and one takes out. */
class SpoolCrashTest {

    private static final int ROUNDS = Integer.getInteger("graft.crash.rounds", 2);
    private static final int CUTS = 60;
    private static final int WRITERS = 4;
    private static final int EVENTS = 60;

    /** Up to where was released, by events' identities, and when that began and was done. */
    private record Release(Set<UUID> ids, int begun, int done) {}

    @Test
    void everyAcknowledgedEventIsThereUnlessItIsReleasedWhereverThePowerIsCut() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = System.nanoTime();
            try {
                round(new Random(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void round(Random random) throws Exception {
        RecordingDisk disk = new RecordingDisk();
        Map<UUID, Integer> acknowledged = new ConcurrentHashMap<>();
        Map<UUID, Event> begun = new ConcurrentHashMap<>();
        List<Release> releases = Collections.synchronizedList(new ArrayList<>());
        ExecutorService threads = Executors.newCachedThreadPool();
        try (DurableSpool spool = open(disk)) {
            List<Future<?>> done = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                RandomEvents world = new RandomEvents(new Random(random.nextLong()));
                done.add(threads.submit(() -> {
                    for (int i = 0; i < EVENTS; i++) {
                        Event event = world.next();
                        begun.put(event.id(), event);
                        spool.append(event);
                        acknowledged.put(event.id(), disk.now());
                    }
                }));
            }
            while (done.stream().anyMatch(each -> !each.isDone())) {
                List<Spooled> oldest = spool.peek(1 + random.nextInt(20), 1 << 20);
                if (oldest.size() > 1) {
                    int before = disk.now();
                    spool.release(oldest.get(oldest.size() - 1).position());
                    releases.add(new Release(ids(oldest), before, disk.now()));
                }
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        for (int cut = 0; cut < CUTS; cut++) {
            int moment = random.nextInt(disk.now() + 1);
            check(disk.crash(moment, random), begun, acknowledged, releases, moment);
        }
    }

    private static void check(
            RecordingDisk crashed,
            Map<UUID, Event> begun,
            Map<UUID, Integer> acknowledged,
            List<Release> releases,
            int moment)
            throws IOException {
        try (DurableSpool spool = open(crashed)) {
            List<Spooled> waiting = spool.peek(Integer.MAX_VALUE, Long.MAX_VALUE);
            Set<UUID> found = ids(waiting);
            assertThat(found).hasSameSizeAs(waiting);
            waiting.forEach(each ->
                    assertThat(each.event()).isEqualTo(begun.get(each.event().id())));
            Set<UUID> mayBeGone = new HashSet<>();
            Set<UUID> mustBeGone = new HashSet<>();
            for (Release release : releases) {
                if (release.begun() <= moment) {
                    mayBeGone.addAll(release.ids());
                }
                if (release.done() <= moment) {
                    mustBeGone.addAll(release.ids());
                }
            }
            assertThat(found).doesNotContainAnyElementsOf(mustBeGone.isEmpty() ? Set.of(new UUID(0, 0)) : mustBeGone);
            Set<UUID> mustBeThere = new HashSet<>();
            acknowledged.forEach((id, when) -> {
                if (when <= moment && !mayBeGone.contains(id)) {
                    mustBeThere.add(id);
                }
            });
            assertThat(found).containsAll(mustBeThere);
        }
    }

    private static DurableSpool open(RecordingDisk disk) throws IOException {
        DurableSpool spool =
                DurableSpool.open(disk, "crash", new NoMetrics(), System::currentTimeMillis, Duration.ofMillis(5));
        spool.limit(128 << 10);
        return spool;
    }

    private static Set<UUID> ids(List<Spooled> spooled) {
        Set<UUID> ids = new HashSet<>();
        spooled.forEach(each -> ids.add(each.event().id()));
        return ids;
    }
}
