package io.graft.log;

import io.graft.api.persistence.CorruptStoreException;
import io.graft.log.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the files of a log hold together. Since a group is forced before the next is written, at most the newest can be
 * cut short; where one is missing and a newer one is there, the log is damaged.
 */
final class LogRecovery {

    private final Disk disk;
    private final long covered;
    private final List<SegmentScan> all = new ArrayList<>();
    private final List<SegmentScan> inOrder;
    private long lastSequence;

    private LogRecovery(Disk disk, long covered, List<String> files) throws IOException {
        this.disk = disk;
        this.covered = covered;
        for (String file : files) {
            if (disk.exists(file)) {
                ByteBuffer content = disk.read(file);
                LogSegment.checkHeader(content, disk.describe(file));
                all.add(new SegmentScan(file, content));
            }
        }
        this.inOrder = all.stream()
                .filter(scan -> !scan.isEmpty())
                .sorted(Comparator.comparingLong(SegmentScan::firstSequence)
                        .thenComparingLong(scan -> scan.firstEpoch() >>> 32))
                .toList();
        this.lastSequence = covered;
    }

    /** The last group, which was not acknowledged: where it begins and how many bytes it was to have. */
    record TornTail(String file, long offset, long bytes) {}

    static LogRecovery read(Disk disk, List<String> files, long covered) throws IOException {
        LogRecovery recovery = new LogRecovery(disk, covered, files);
        recovery.join();
        return recovery;
    }

    private void join() {
        for (int i = 0; i < inOrder.size(); i++) {
            SegmentScan scan = inOrder.get(i);
            if (i + 1 < inOrder.size()) {
                scan.cutAt(inOrder.get(i + 1).firstSequence());
            }
            if (scan.isEmpty() || scan.lastSequence() <= covered) {
                continue;
            }
            if (scan.firstSequence() > lastSequence + 1) {
                throw damaged(scan.file(), LogSegment.HEADER, scan.firstSequence());
            }
            lastSequence = scan.lastSequence();
        }
        Set<Long> epochs = new HashSet<>();
        all.forEach(scan -> scan.addEpochs(epochs));
        for (SegmentScan scan : all) {
            OptionalLong newer = scan.newerBehindEnd(lastSequence, epoch -> epochs.isEmpty() || epochs.contains(epoch));
            if (newer.isPresent()) {
                throw damaged(scan.file(), scan.end(), newer.getAsLong());
            }
        }
    }

    private CorruptStoreException damaged(String file, long offset, long found) {
        return new CorruptStoreException(disk.describe(file) + " is damaged at offset " + offset + ": group "
                + (lastSequence + 1) + " of changes is missing, but group " + found
                + " is there. Nothing was changed; restore the store's directory from a backup, or move its log files"
                + " away to go on without the changes that only they hold");
    }

    void replay(Replay replay) {
        boolean begun = false;
        long before = 0;
        for (SegmentScan scan : inOrder) {
            if (scan.isEmpty() || scan.lastSequence() <= covered) {
                continue;
            }
            if (begun) {
                replay.rolled(before);
            }
            scan.replay(covered, replay);
            before = scan.lastSequence();
            begun = true;
        }
    }

    Optional<TornTail> tornTail() {
        for (SegmentScan scan : all) {
            OptionalLong bytes = scan.tornTail(lastSequence + 1);
            if (bytes.isPresent()) {
                return Optional.of(new TornTail(scan.file(), scan.end(), bytes.getAsLong()));
            }
        }
        return Optional.empty();
    }

    long lastSequence() {
        return lastSequence;
    }

    /** The highest epoch. */
    long epoch() {
        return all.stream().mapToLong(SegmentScan::lastEpoch).reduce(0, (a, b) -> SegmentScan.older(a, b) ? b : a);
    }

    /** The file that holds the newest group, if any file holds one. */
    String newest() {
        String newest = "";
        for (SegmentScan scan : inOrder) {
            if (!scan.isEmpty()) {
                newest = scan.file();
            }
        }
        return newest;
    }

    LogSegment.End end(String file) {
        for (SegmentScan scan : inOrder) {
            if (scan.file().equals(file) && !scan.isEmpty()) {
                return new LogSegment.End(scan.end(), scan.lastSequence());
            }
        }
        return LogSegment.End.EMPTY;
    }
}
