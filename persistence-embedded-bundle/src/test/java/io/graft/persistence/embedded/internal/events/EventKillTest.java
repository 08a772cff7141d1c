package io.graft.persistence.embedded.internal.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.model.Event;
import io.graft.api.persistence.EventFilter;
import io.graft.log.KilledProcess;
import io.graft.log.disk.RealDisk;
import io.graft.persistence.tck.oracle.RandomEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that stores events as fast as it can: what it said to be stored is there. */
class EventKillTest {

    private static final int ROUNDS = 2;

    @TempDir
    private Path directory;

    @Test
    void nothingThatWasAcknowledgedIsLostWhenTheProcessIsKilled() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged.addAll(KilledProcess.run(Writer.class, directory, round));
            try (EmbeddedEventStore store = open(directory)) {
                for (String id : acknowledged) {
                    assertThat(store.event(UUID.fromString(id))).as(id).isPresent();
                }
                assertThat(store.countEvents(EventFilter.ALL)).isGreaterThanOrEqualTo(acknowledged.size());
            }
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS * KilledProcess.LINES);
    }

    private static EmbeddedEventStore open(Path directory) throws IOException {
        return Stores.tiny(new RealDisk(directory.resolve("store")));
    }

    /** The process that is killed. Each line it prints is the id of an event that is stored. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            EmbeddedEventStore store = open(Path.of(arguments[0]));
            for (int thread = 0; thread < 4; thread++) {
                int seed = 4 * Integer.parseInt(arguments[1]) + thread;
                new Thread(() -> store(store, new RandomEvents(new Random(seed))), "writer " + thread).start();
            }
        }

        private static void store(EmbeddedEventStore store, RandomEvents world) {
            while (true) {
                Event event = world.next();
                store.append(List.of(event));
                System.out.println(event.id() + KilledProcess.END);
                store.delete(EventFilter.device("nobody"));
            }
        }
    }
}
