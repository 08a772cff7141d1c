package io.graft.log;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Java process that stores things as fast as it can, and prints a line for each that is stored, until it is killed. */
public final class KilledProcess {

    /** What a line ends with: one without it was not printed as a whole. */
    public static final String END = ";";

    /** How many lines there are at least before the process is killed. */
    public static final int LINES = 400;

    private KilledProcess() {}

    /**
     * Runs a main class in a process of its own, and kills it when it has printed enough.
     *
     * @param directory for what it prints; its first argument
     * @param round its second argument
     * @return the whole lines it has printed, without their ends
     */
    public static List<String> run(Class<?> main, Path directory, int round) throws IOException, InterruptedException {
        Path output = directory.resolve("output-" + round);
        Path errors = directory.resolve("errors-" + round);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        directory.toString(),
                        Integer.toString(round))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            await().atMost(Duration.ofMinutes(2)).until(() -> lines(output).size() >= LINES || !process.isAlive());
            if (!process.isAlive()) {
                throw new IllegalStateException("the process ended by itself: " + Files.readString(errors));
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return lines(output);
    }

    private static List<String> lines(Path output) throws IOException {
        return Files.readAllLines(output).stream()
                .filter(line -> line.endsWith(END))
                .map(line -> line.substring(0, line.length() - END.length()))
                .toList();
    }
}
