package io.graft.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One process per home. The operating system gives the lock back when the process ends, however it ends. */
final class HomeLock implements AutoCloseable {
    private final FileChannel channel;
    private final Path pid;

    private HomeLock(FileChannel channel, Path pid) {
        this.channel = channel;
        this.pid = pid;
    }

    static HomeLock take(Home home) throws Refusal {
        Path pid = home.run().resolve("pid");
        try {
            FileChannel channel =
                    FileChannel.open(home.run().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new Refusal("A gateway runs on " + home.root() + " already (process " + read(pid)
                        + "): stop it with 'graft stop', or set GRAFT_HOME to another folder for this one.");
            }
            Files.writeString(pid, ProcessHandle.current().pid() + "\n");
            return new HomeLock(channel, pid);
        } catch (IOException e) {
            throw home.unusable(e);
        }
    }

    private static String read(Path pid) {
        try {
            return Files.readString(pid).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(pid);
        channel.close();
    }
}
