package io.graft.log.disk;

import java.util.Arrays;

/** The content of a file of a {@link RecordingDisk}. */
final class MemoryFile {

    private byte[] data;
    private int size;

    MemoryFile(byte[] content) {
        data = content.clone();
        size = content.length;
    }

    long size() {
        return size;
    }

    byte[] bytes() {
        return Arrays.copyOf(data, size);
    }

    void read(long position, byte[] target) {
        System.arraycopy(data, (int) position, target, 0, target.length);
    }

    void apply(RecordingDisk.Operation operation) {
        if (operation instanceof RecordingDisk.Operation.Write write) {
            write(write.position(), write.bytes(), 0, write.bytes().length);
        } else if (operation instanceof RecordingDisk.Operation.Resize resize) {
            resize(resize.size());
        }
    }

    void write(long position, byte[] bytes, int from, int length) {
        resize(Math.max(size, position + from + length));
        System.arraycopy(bytes, from, data, (int) position + from, length);
    }

    void resize(long newSize) {
        int target = Math.toIntExact(newSize);
        if (target > data.length) {
            data = Arrays.copyOf(data, Math.max(target, 2 * data.length));
        }
        if (target < size) {
            Arrays.fill(data, target, size, (byte) 0);
        }
        size = target;
    }
}
