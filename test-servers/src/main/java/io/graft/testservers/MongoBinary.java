package io.graft.testservers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Finds a mongod that runs on this machine. */
final class MongoBinary {

    static final String NEEDED =
            "needs mongod 4.4 or newer: put one into the PATH or into ~/.cache/graft/mongod (.ci/run" + " does it)";

    private MongoBinary() {}

    /**
     * The mongod of the PATH, else the one that was fetched for the tests.
     *
     * @throws MissingServerException if there is none that runs here
     */
    static Path find() {
        Stream<Path> onPath = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "mongod"));
        Stream<Path> fetched =
                Stream.of(Path.of(System.getProperty("user.home"), ".cache", "graft", "mongod", "mongod"));
        List<Path> binaries =
                Stream.concat(onPath, fetched).filter(Files::isExecutable).toList();
        return binaries.stream()
                .filter(MongoBinary::runs)
                .findFirst()
                .orElseThrow(() -> MissingServerException.of(NEEDED));
    }

    private static boolean runs(Path binary) {
        try {
            Process version = new ProcessBuilder(binary.toString(), "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return version.waitFor(20, TimeUnit.SECONDS) && version.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
