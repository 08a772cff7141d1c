package io.graft.persistence.embedded.internal.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.api.model.Event;
import io.graft.api.persistence.EventFilter;
import io.graft.log.disk.RealDisk;
import io.graft.persistence.tck.oracle.RandomEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that stores events as fast as it can: what it said to be stored is there. */
class EventKillTest {

    private static final int ROUNDS = 2;
    private static final int BEFORE_THE_KILL = 400;

    @TempDir
    private Path directory;

    @Test
    void nothingThatWasAcknowledgedIsLostWhenTheProcessIsKilled() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged.addAll(storeUntilKilled(round));
            try (EmbeddedEventStore store = open(directory)) {
                for (String line : acknowledged) {
                    assertThat(store.event(UUID.fromString(line.substring(0, line.length() - 1))))
                            .as(line)
                            .isPresent();
                }
                assertThat(store.countEvents(EventFilter.ALL)).isGreaterThanOrEqualTo(acknowledged.size());
            }
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS * BEFORE_THE_KILL);
    }

    private List<String> storeUntilKilled(int round) throws IOException, InterruptedException {
        Path output = directory.resolve("output-" + round);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        directory.toString(),
                        Integer.toString(round))
                .redirectOutput(output.toFile())
                .redirectError(directory.resolve("errors-" + round).toFile())
                .start();
        try {
            await().atMost(Duration.ofMinutes(1)).until(() -> lines(output).size() >= BEFORE_THE_KILL);
        } finally {
            process.destroyForcibly();
        }
        process.waitFor();
        return lines(output);
    }

    private static List<String> lines(Path output) throws IOException {
        return Files.readAllLines(output).stream()
                .filter(line -> line.endsWith(";"))
                .toList();
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
                System.out.println(event.id() + ";");
                store.delete(EventFilter.device("nobody"));
            }
        }
    }
}
