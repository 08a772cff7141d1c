package io.graft.log.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealDiskTest {

    @TempDir
    private Path directory;

    private RealDisk disk;

    @BeforeEach
    void open() throws IOException {
        disk = new RealDisk(directory.resolve("a").resolve("b"));
    }

    @Test
    void keepsWhatWasWritten() throws IOException {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        try (DiskFile file = disk.create("file")) {
            file.preallocate(100_000);
            assertThat(file.size()).isEqualTo(100_000);
            file.write(7, ByteBuffer.wrap(content));
            file.force();
            assertThat(file.size()).isEqualTo(300_007);
            file.truncate(200_000);
        }
        try (DiskFile file = disk.openReadOnly("file")) {
            ByteBuffer read = ByteBuffer.allocate(199_993);
            file.read(7, read);
            assertThat(read.flip()).isEqualTo(ByteBuffer.wrap(content, 0, 199_993));
            assertThatThrownBy(() -> file.read(199_999, ByteBuffer.allocate(2)))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("ends at 200000");
        }
    }

    @Test
    void namesChange() throws IOException {
        disk.create("a").close();
        disk.replace("b", ByteBuffer.wrap(new byte[] {1}));
        disk.rename("a", "b");
        disk.forceDirectory();
        assertThat(disk.list()).containsExactly("b");
        assertThat(disk.read("b").remaining()).isZero();
        disk.delete("b");
        disk.delete("b");
        assertThatThrownBy(() -> disk.open("b")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aClosedFileStaysClosed() throws IOException {
        DiskFile file = disk.create("a");
        file.close();
        file.close();
        assertThatThrownBy(file::force).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void interruptedThreadsDisturbNobody() throws Exception {
        byte[] content = new byte[1 << 20];
        new Random(1).nextBytes(content);
        try (DiskFile file = disk.create("file")) {
            file.write(0, ByteBuffer.wrap(content));
            AtomicReference<Throwable> failure = new AtomicReference<>();
            AtomicBoolean done = new AtomicBoolean();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                boolean writes = i == 0;
                Thread thread = new Thread(
                        () -> {
                            try {
                                while (!done.get()) {
                                    use(file, content, writes);
                                }
                            } catch (IOException | RuntimeException | AssertionError e) {
                                failure.compareAndSet(null, e);
                            }
                        },
                        "user of a file");
                thread.start();
                threads.add(thread);
            }
            for (int i = 0; i < 2_000; i++) {
                threads.get(i % threads.size()).interrupt();
                use(file, content, false);
            }
            done.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failure.get()).isNull();
        }
    }

    private static void use(DiskFile file, byte[] content, boolean writes) throws IOException {
        if (writes) {
            file.write(1000, ByteBuffer.wrap(content, 1000, 5000));
            file.force();
        } else {
            ByteBuffer read = ByteBuffer.allocate(10_000);
            file.read(500, read);
            assertThat(read.flip()).isEqualTo(ByteBuffer.wrap(content, 500, 10_000));
        }
    }
}
