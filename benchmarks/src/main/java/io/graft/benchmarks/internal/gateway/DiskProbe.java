package io.graft.benchmarks.internal.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** How long the disk takes to make a write of 4 KiB last: the bound of whatever acknowledges durable writes. */
public final class DiskProbe {

    private static final int BLOCK = 4096;
    private static final int BLOCKS = 2048;
    private static final long HIGHEST = Duration.ofMinutes(1).toNanos();

    private final Path folder;

    public DiskProbe(Path folder) {
        this.folder = folder;
    }

    /** Latencies in nanoseconds of writes that lengthen a file. */
    public Histogram extending(Duration time) throws IOException {
        return measure(time, false);
    }

    /** Latencies in nanoseconds of writes into blocks that the file has already. */
    public Histogram overwriting(Duration time) throws IOException {
        return measure(time, true);
    }

    private Histogram measure(Duration time, boolean overwrite) throws IOException {
        Histogram latency = new Histogram(100, HIGHEST, 3);
        Path file = Files.createTempFile(folder, "disk-probe", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
            if (overwrite) {
                for (int i = 0; i < BLOCKS; i++) {
                    write(channel, block, (long) i * BLOCK);
                }
                channel.force(true);
            }
            long end = System.nanoTime() + time.toNanos();
            for (long n = 0; System.nanoTime() < end; n++) {
                long before = System.nanoTime();
                write(channel, block, (overwrite ? n % BLOCKS : n) * BLOCK);
                channel.force(false);
                latency.recordValue(Math.min(System.nanoTime() - before, HIGHEST));
            }
        } finally {
            Files.delete(file);
        }
        return latency;
    }

    private static void write(FileChannel channel, ByteBuffer block, long at) throws IOException {
        block.clear().putLong(0, System.nanoTime());
        long position = at;
        while (block.hasRemaining()) {
            position += channel.write(block, position);
        }
    }
}
