package io.graft.testservers;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Finds a redis-server that runs on this machine. */
final class RedisBinary {

    static final String NEEDED = "needs redis-server: put one into the PATH (Debian: apt-get install redis-server)";

    private RedisBinary() {}

    /**
     * The redis-server of the PATH, else one out of a jar, which is put into the folder.
     *
     * @throws MissingServerException if there is none that runs here
     */
    static Path find(Path folder) {
        return onPath().or(() -> fromJar(folder))
                .filter(RedisBinary::runs)
                .orElseThrow(() -> MissingServerException.of(NEEDED));
    }

    private static Optional<Path> onPath() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Optional<Path> fromJar(Path folder) {
        Optional<String> resource = resource();
        if (resource.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream binary = RedisBinary.class.getClassLoader().getResourceAsStream(resource.get())) {
            if (binary == null) {
                return Optional.empty();
            }
            Path file = folder.resolve("redis-server");
            Files.copy(binary, file, StandardCopyOption.REPLACE_EXISTING);
            return file.toFile().setExecutable(true) ? Optional.of(file) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> resource() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        if (system.contains("linux")) {
            return Optional.of(arm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64");
        }
        if (system.contains("mac")) {
            return Optional.of(arm ? "redis-server-6.2.6-v5-darwin-arm64" : "redis-server-6.2.6-v5-darwin-amd64");
        }
        return Optional.empty();
    }

    private static boolean runs(Path binary) {
        try {
            Process version = new ProcessBuilder(binary.toString(), "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return version.waitFor(10, TimeUnit.SECONDS) && version.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
