package io.graft.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server as a process of its own. It ends with the JVM that started it, also when that is killed: a shell beside it
 * waits for the end of its own input, which the JVM holds open, and kills the server then.
 */
public final class ServerProcess implements AutoCloseable {

    private static final long END_SECONDS = 20;

    private final Process process;
    private final Process guard;
    private final Path log;

    private ServerProcess(Process process, Process guard, Path log) {
        this.process = process;
        this.guard = guard;
        this.log = log;
    }

    /**
     * Starts a server.
     *
     * @param command the program and its arguments
     * @param log where its output is appended
     */
    public static ServerProcess start(List<String> command, Path log) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            Process guard;
            try {
                guard = guard(process.pid());
            } catch (IOException e) {
                process.destroyForcibly();
                throw e;
            }
            return new ServerProcess(process, guard, log);
        } catch (IOException e) {
            throw new UncheckedIOException("can't start " + command.get(0), e);
        }
    }

    private static Process guard(long pid) throws IOException {
        return new ProcessBuilder("sh", "-c", "read _; kill -9 " + pid + " 2>/dev/null")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /**
     * Waits until the server listens.
     *
     * @throws IllegalStateException with the end of its log, if it ends or does not listen in time
     */
    public void awaitListening(int port, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!listens(port)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                String what = process.isAlive() ? "does not listen on port " + port : "has ended";
                close();
                throw new IllegalStateException("the server " + what + ": " + logTail());
            }
            pause();
        }
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs (or is frozen). */
    public boolean alive() {
        return process.isAlive();
    }

    /** Ends it at once ({@code kill -9}), and waits until it has ended. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Asks it to end in order ({@code SIGTERM}), and waits until it has; kills it when it takes too long. */
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    /** Freezes it ({@code SIGSTOP}): connections stay open, nothing is answered. */
    public void freeze() {
        signal("-STOP");
    }

    /** Lets it run on ({@code SIGCONT}). */
    public void thaw() {
        signal("-CONT");
    }

    /** Kills it, and its guard. */
    @Override
    public void close() {
        kill();
        guard.destroyForcibly();
    }

    /** The end of what it wrote. */
    public String logTail() {
        try {
            List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return "its log " + log + " can't be read: " + e.getMessage();
        }
    }

    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill " + signal + " " + process.pid() + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void awaitEnd() {
        boolean interrupted = Thread.interrupted();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(END_SECONDS, TimeUnit.SECONDS);
            }
            guard.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a server", e);
        }
    }
}
