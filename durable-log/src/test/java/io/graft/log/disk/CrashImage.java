package io.graft.log.disk;

import io.graft.log.disk.RecordingDisk.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What a loss of power leaves of a series of operations, drawn at random. */
final class CrashImage {

    private static final int SECTOR = 512;

    private final Random random;
    private final Map<String, Integer> names = new TreeMap<>();
    private final Map<Integer, MemoryFile> files = new HashMap<>();
    private final Map<Integer, Integer> forced = new HashMap<>();
    private int namesForced = -1;

    CrashImage(Map<String, byte[]> initial, List<Operation> operations, Random random) {
        this.random = random;
        new TreeMap<>(initial).forEach((name, bytes) -> {
            int number = files.size();
            files.put(number, new MemoryFile(bytes));
            names.put(name, number);
        });
        for (int i = 0; i < operations.size(); i++) {
            if (operations.get(i) instanceof Operation.Force force) {
                forced.put(force.file(), i);
            } else if (operations.get(i) instanceof Operation.ForceNames) {
                namesForced = i;
            }
        }
        replayNames(operations);
        replayData(operations);
    }

    Map<String, byte[]> content() {
        Map<String, byte[]> content = new TreeMap<>();
        names.forEach((name, file) -> content.put(name, files.get(file).bytes()));
        return content;
    }

    /** A journaling file system keeps a first part of the changes of names; others keep any of them. */
    private void replayNames(List<Operation> operations) {
        boolean inOrder = random.nextBoolean();
        boolean lost = false;
        for (int i = 0; i < operations.size(); i++) {
            if (i > namesForced) {
                lost = random.nextInt(3) == 0 || (inOrder && lost);
            }
            Operation operation = operations.get(i);
            if (operation instanceof Operation.Create create) {
                files.put(create.file(), new MemoryFile(new byte[0]));
                if (!lost) {
                    names.put(create.name(), create.file());
                }
            } else if (operation instanceof Operation.Rename rename && !lost) {
                names.remove(rename.from(), rename.file());
                names.put(rename.to(), rename.file());
            } else if (operation instanceof Operation.Delete delete && !lost) {
                names.remove(delete.name());
            }
        }
    }

    private void replayData(List<Operation> operations) {
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            if (operation instanceof Operation.Write write) {
                if (isForced(write.file(), i)) {
                    files.get(write.file()).apply(write);
                } else {
                    tear(write);
                }
            } else if (operation instanceof Operation.Resize resize
                    && (isForced(resize.file(), i) || random.nextBoolean())) {
                files.get(resize.file()).apply(resize);
            }
        }
    }

    private boolean isForced(int file, int operation) {
        return operation < forced.getOrDefault(file, -1);
    }

    private void tear(Operation.Write write) {
        MemoryFile file = files.get(write.file());
        int fate = random.nextInt(4);
        if (fate == 0) {
            return;
        }
        if (fate == 1) {
            file.apply(write);
            return;
        }
        int from = 0;
        while (from < write.bytes().length) {
            int sectorEnd = SECTOR - (int) ((write.position() + from) % SECTOR);
            int length = Math.min(sectorEnd, write.bytes().length - from);
            if (random.nextBoolean()) {
                file.write(write.position(), write.bytes(), from, length);
            }
            from += length;
        }
    }
}
