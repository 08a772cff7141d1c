package io.graft.persistence.binding.internal.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.model.Event;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.log.KilledProcess;
import io.graft.log.NoMetrics;
import io.graft.persistence.tck.oracle.RandomEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that spools events as fast as it can and takes some of them out again. */
class SpoolKillTest {

    private static final int ROUNDS = 2;
    private static final int BATCH = 50;

    @TempDir
    private Path directory;

    @Test
    void nothingThatWasAcknowledgedIsLostAndNothingReleasedComesBackWhenTheProcessIsKilled() throws Exception {
        Set<String> acknowledged = new HashSet<>();
        Set<String> taken = new HashSet<>();
        long released = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (String line : KilledProcess.run(Writer.class, directory, round)) {
                String what = line.substring(2);
                switch (line.charAt(0)) {
                    case 'a' -> acknowledged.add(what);
                    case 't' -> taken.add(what);
                    default -> released = Long.parseLong(what);
                }
            }
            try (DurableSpool spool = open(directory)) {
                assertThat(spool.releasedPosition()).isGreaterThanOrEqualTo(released);
                List<Spooled> waiting = spool.peek(Integer.MAX_VALUE, Long.MAX_VALUE);
                assertThat(waiting).hasSize((int) spool.events());
                for (int i = 0; i < waiting.size(); i++) {
                    assertThat(waiting.get(i).position()).isEqualTo(spool.releasedPosition() + 1 + i);
                }
                Set<String> found = new HashSet<>(taken);
                waiting.forEach(each -> found.add(each.event().id().toString()));
                assertThat(found).containsAll(acknowledged);
            }
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS * BATCH);
        assertThat(released).isPositive();
    }

    private static DurableSpool open(Path directory) throws IOException {
        DurableSpool spool = DurableSpool.open(directory.resolve("spool"), "test", new NoMetrics());
        spool.limit(1 << 20);
        return spool;
    }

    /** The process that is killed. It says what is acknowledged, what it is about to release, and up to where it has. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            DurableSpool spool = open(Path.of(arguments[0]));
            RandomEvents world = new RandomEvents(new Random());
            for (int i = 0; i < BATCH; i++) {
                spool(spool, world.next());
            }
            drainSome(spool);
            for (int thread = 0; thread < 4; thread++) {
                int seed = 4 * Integer.parseInt(arguments[1]) + thread;
                new Thread(() -> spool(spool, new RandomEvents(new Random(seed))), "writer " + thread).start();
            }
            new Thread(() -> drain(spool), "drainer").start();
        }

        private static void spool(DurableSpool spool, RandomEvents world) {
            while (true) {
                try {
                    spool(spool, world.next());
                } catch (StoreUnavailableException e) {
                    LockSupport.parkNanos(1_000_000); // full: the drainer is behind
                }
            }
        }

        private static void spool(DurableSpool spool, Event event) {
            spool.append(event);
            say("a " + event.id());
        }

        private static void drain(DurableSpool spool) {
            while (true) {
                drainSome(spool);
            }
        }

        /** Always leaves some. */
        private static void drainSome(DurableSpool spool) {
            List<Spooled> oldest = spool.peek(BATCH, 1 << 20);
            if (oldest.size() == BATCH) {
                List<Spooled> some = oldest.subList(0, BATCH / 2);
                some.forEach(each -> say("t " + each.event().id()));
                long position = some.get(some.size() - 1).position();
                spool.release(position);
                say("r " + position);
            }
        }

        private static void say(String what) {
            System.out.println(what + KilledProcess.END);
        }
    }
}
