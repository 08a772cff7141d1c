package io.graft.bus.tck;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the process has more of than before: threads by name, or handles by what they are open on. The process may be
 * busy with other things, so that only what grows with every round counts, and only if it stays.
 */
final class Leftovers {

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Path HANDLES = Path.of("/proc/self/fd");

    private final Supplier<Map<String, Integer>> census;
    private final Map<String, Integer> before;

    private Leftovers(Supplier<Map<String, Integer>> census) {
        this.census = census;
        this.before = census.get();
    }

    /** Threads, by their names without numbers. */
    static Leftovers ofThreads() {
        return new Leftovers(Leftovers::threads);
    }

    /** Sockets and files, where the system tells; else nothing is ever left. */
    static Leftovers ofHandles() {
        return new Leftovers(Leftovers::handles);
    }

    /**
     * Waits a while for what is ending; then nothing may have grown by so many.
     *
     * @throws AssertionError if something has
     * @throws InterruptedException if the thread is interrupted
     */
    void expectFewerThan(int rounds, Duration patience, String what) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Map<String, Integer> grown = grown(rounds);
        while (!grown.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(PAUSE.toMillis());
            grown = grown(rounds);
        }
        if (!grown.isEmpty()) {
            throw new AssertionError(what + ": expected none more than before, found " + grown);
        }
    }

    private Map<String, Integer> grown(int rounds) {
        Map<String, Integer> grown = new HashMap<>();
        census.get().forEach((name, count) -> {
            int more = count - before.getOrDefault(name, 0);
            if (more >= rounds) {
                grown.put(name, more);
            }
        });
        return grown;
    }

    private static Map<String, Integer> threads() {
        Map<String, Integer> threads = new HashMap<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            threads.merge("thread " + withoutNumbers(thread.getName()), 1, Integer::sum);
        }
        return threads;
    }

    private static Map<String, Integer> handles() {
        Map<String, Integer> handles = new HashMap<>();
        if (!Files.isDirectory(HANDLES)) {
            return handles;
        }
        try (DirectoryStream<Path> links = Files.newDirectoryStream(HANDLES)) {
            for (Path link : links) {
                handles.merge(target(link), 1, Integer::sum);
            }
        } catch (IOException e) {
            throw new AssertionError("the handles of this process can't be read: " + e.getMessage(), e);
        }
        return handles;
    }

    /** What a handle is open on; one that was closed meanwhile counts for nothing that could grow. */
    private static String target(Path link) {
        try {
            return withoutNumbers(Files.readSymbolicLink(link).toString());
        } catch (IOException e) {
            return link.toString();
        }
    }

    private static String withoutNumbers(String name) {
        return name.replaceAll("[0-9a-f-]{8,}|[0-9]+", "#");
    }
}
