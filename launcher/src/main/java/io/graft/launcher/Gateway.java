package io.graft.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One life of the gateway, from the preparation of its home until its process ends. */
final class Gateway {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHELL_PATIENCE = Duration.ofSeconds(5);
    private static final long POLL_MS = 50;
    private static final int OK = 200;
    private static final Pattern CHECK =
            Pattern.compile("\"name\":\"([^\"]*)\",\"status\":\"([A-Z_]+)\",\"message\":\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Home home;
    private final PrintStream out;
    private final Path state;
    private final KeptFeatures kept;
    private List<String> announcement = List.of();
    private volatile boolean stopping;

    Gateway(Home home, PrintStream out) {
        this.home = home;
        this.out = out;
        this.state = home.run().resolve("state");
        this.kept = new KeptFeatures(home);
    }

    /** Serves until the framework or the process is stopped. */
    void serve() throws Refusal, InterruptedException {
        home.prepare();
        HomeLock lock = HomeLock.take(home);
        Ports ports;
        try {
            Files.deleteIfExists(state);
            renewCacheIfNew();
            new Distribution(home).updateSettings().forEach(out::println);
            Administrator.ensure(home);
            HostKey.ensure(home);
            ports = Ports.of(home.etc());
            for (Port port : ports.all()) {
                port.checkFree();
            }
        } catch (IOException e) {
            throw home.unusable(e);
        }
        Framework framework = new Framework(home);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(framework, lock), "graft-stop"));
        framework.start();
        tellWhenReady(framework, ports);
        framework.awaitStop();
    }

    /** What was installed in the framework's cache came from another distribution: make it anew. Data is elsewhere. */
    private void renewCacheIfNew() throws IOException {
        Path builtFrom = home.data().resolve("build");
        String build = home.runtime().getFileName().toString();
        String before = Files.exists(builtFrom) ? Files.readString(builtFrom).strip() : "";
        if (build.equals(before)) {
            return;
        }
        kept.note(home.cache(), Settings.read(home.etc(), "org.apache.karaf.features.cfg"));
        delete(home.cache());
        Files.writeString(builtFrom, build + "\n");
    }

    private void tellWhenReady(Framework framework, Ports ports) throws InterruptedException, Refusal {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Probe.Answer answer = ready(ports);
        while (answer.status() != OK && System.nanoTime() < deadline) {
            if (stopping) {
                return;
            }
            if (!framework.runs()) {
                throw new Refusal("The gateway stopped while it started: see "
                        + home.log().resolve("graft.log") + ".");
            }
            Thread.sleep(POLL_MS);
            answer = ready(ports);
        }
        if (answer.status() != OK) {
            announcement = new ArrayList<>(where(ports));
            announcement.add(0, "  It did not serve within " + PATIENCE.toSeconds() + " s: " + whyNot(answer));
            out.println("The gateway is not ready after " + PATIENCE.toSeconds() + " s: " + whyNot(answer));
            out.println("It goes on trying; 'graft status' tells how it is, and "
                    + home.log().resolve("graft.log") + " what happened.");
            say("late");
            return;
        }
        long shellDeadline = System.nanoTime() + SHELL_PATIENCE.toNanos();
        while (!ports.shell().answers() && System.nanoTime() < shellDeadline) {
            Thread.sleep(POLL_MS);
        }
        announce(ports);
        say("ready");
        sayThatItServed();
        System.gc(); // what the start needed is given back to the machine
        try {
            kept.install(framework.context()).forEach(out::println);
        } catch (IOException e) {
            out.println("Features that you had installed are not back: " + e.getMessage());
        }
    }

    private static Probe.Answer ready(Ports ports) {
        return Probe.get(ports.http(), "/health/ready");
    }

    /** What the health checks that are not content say. */
    private static String whyNot(Probe.Answer answer) {
        String checks = CHECK.matcher(answer.body())
                .results()
                .filter(check -> !check.group(2).equals("OK"))
                .map(check -> check.group(1) + ": " + check.group(3))
                .collect(Collectors.joining("; "));
        if (!checks.isEmpty()) {
            return checks;
        }
        return answer.status() == 0 ? answer.body() : "/health/ready answers " + answer.status();
    }

    private void announce(Ports ports) {
        announcement = where(ports);
        out.println("Graft serves.");
        announcement.forEach(out::println);
    }

    private List<String> where(Ports ports) {
        String http = "http://" + ports.http().address();
        String services = ports.services().stream()
                .map(port -> port.service() + " " + port.address())
                .collect(Collectors.joining(", "));
        return List.of(
                "  REST      " + services,
                "            and by prefix, e.g. " + http + "/core-data/api/v3/ping",
                "  Console   " + http + "/system/console",
                "  Shell     graft shell '<command>', or SSH to "
                        + ports.shell().address(),
                "  Home      " + home.root() + " (settings in etc, data in data, log in data/log/graft.log)",
                "  Login     user " + Administrator.NAME + ", password in " + home.users());
    }

    private void say(String what) {
        try {
            List<String> lines = new ArrayList<>(announcement);
            lines.add(0, what);
            Files.write(state, lines);
        } catch (IOException e) {
            out.println("Can't write " + state + ": " + e.getMessage());
        }
    }

    /** Tells the next start that what this one came from, archived classes too, is good. */
    private void sayThatItServed() {
        try {
            Files.writeString(home.runtime().resolve("served"), "");
        } catch (IOException e) {
            out.println("The next start will be slower: " + e.getMessage());
        }
    }

    private void end(Framework framework, HomeLock lock) {
        stopping = true;
        int status = 1;
        try {
            status = framework.stop() ? 0 : 1;
            Files.deleteIfExists(state);
            lock.close();
        } catch (IOException e) {
            System.err.println("Can't clean up: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Runtime.getRuntime().halt(status);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
