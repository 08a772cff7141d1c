package io.graft.log.disk;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A directory of the machine's file system. */
public final class RealDisk implements Disk {

    private static final Set<StandardOpenOption> CREATE = EnumSet.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    private static final Set<StandardOpenOption> READ_WRITE =
            EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
    private static final Set<StandardOpenOption> READ_ONLY = EnumSet.of(StandardOpenOption.READ);

    private final Path directory;

    /** Creates the directory, and those above it, if need be. */
    public RealDisk(Path directory) throws IOException {
        this.directory = directory.toAbsolutePath();
        createDurably(this.directory);
    }

    @Override
    public DiskFile create(String name) throws IOException {
        Path file = directory.resolve(name);
        try {
            return RealFile.open(file, CREATE, READ_WRITE);
        } catch (IOException e) {
            throw RealFile.explained(e, file);
        }
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return RealFile.open(directory.resolve(name), READ_WRITE, READ_WRITE);
    }

    @Override
    public DiskFile openReadOnly(String name) throws IOException {
        return RealFile.open(directory.resolve(name), READ_ONLY, READ_ONLY);
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(directory.resolve(name));
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Path target = directory.resolve(to);
        try {
            Files.move(
                    directory.resolve(from),
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw RealFile.explained(e, target);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void forceDirectory() throws IOException {
        try {
            force(directory);
        } catch (IOException e) {
            throw RealFile.explained(e, directory);
        }
    }

    @Override
    public long usableSpace() throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    @Override
    public String describe(String name) {
        return directory.resolve(name).toString();
    }

    private static void createDurably(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            createDurably(parent);
        }
        Files.createDirectories(directory);
        if (parent != null) {
            force(parent);
        }
    }

    private static void force(Path directory) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                    channel.force(true);
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
