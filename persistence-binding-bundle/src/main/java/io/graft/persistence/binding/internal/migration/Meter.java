package io.graft.persistence.binding.internal.migration;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a migration has done so far, and what it waits for. Safe for use by many threads. */
final class Meter {

    private static final Logger LOG = LoggerFactory.getLogger(Meter.class);
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long WARN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private record Sample(long nanos, long moved) {}

    private final Deque<Sample> samples = new ArrayDeque<>();
    private long total;
    private long copied;
    private long moved;
    private boolean carriedCount;
    private long verified;
    private long repaired;
    private String waitsFor = "";
    private String waitsAt = "";
    private long waitsSince;
    private long warned;

    /** Begins to count the history. */
    synchronized void begin(long ofAll) {
        begin(ofAll, false);
    }

    /** Begins to count what is carried over, which is all that there is to do. */
    synchronized void beginCarrying(long ofAll) {
        begin(ofAll, true);
    }

    private void begin(long ofAll, boolean carriedCounts) {
        total = ofAll;
        carriedCount = carriedCounts;
        copied = 0;
        moved = 0;
        samples.clear();
        samples.add(new Sample(System.nanoTime(), 0));
    }

    /** @param history whether they are counted as history */
    synchronized void moved(long more, boolean history) {
        moved += more;
        copied += history || carriedCount ? more : 0;
        total = Math.max(total, copied);
        long now = System.nanoTime();
        if (now - samples.getLast().nanos() >= SAMPLE_NANOS) {
            samples.addLast(new Sample(now, moved));
            while (samples.size() > 2 && now - samples.getFirst().nanos() > WINDOW_NANOS) {
                samples.removeFirst();
            }
        }
    }

    synchronized void verified(boolean afterRepair) {
        verified++;
        repaired += afterRepair ? 1 : 0;
    }

    synchronized void waits(String whom, String why) {
        long now = System.nanoTime();
        if (waitsFor.isEmpty()) {
            waitsSince = now;
            warned = now - WARN_NANOS;
        }
        waitsAt = whom;
        waitsFor = why;
        if (now - warned >= WARN_NANOS) {
            warned = now;
            LOG.warn("a migration waits for {}: {}", whom, why);
        }
    }

    synchronized void answered(String whom) {
        if (waitsAt.equals(whom)) {
            waitsAt = "";
            waitsFor = "";
        }
    }

    /** What it waits for; empty if for nothing. */
    synchronized String waiting() {
        return waitsFor.isEmpty()
                ? ""
                : "waits for " + waitsAt + " since " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - waitsSince)
                        + " s and goes on by itself: " + waitsFor;
    }

    synchronized long total() {
        return total;
    }

    synchronized long copied() {
        return copied;
    }

    synchronized long verified() {
        return verified;
    }

    synchronized long repaired() {
        return repaired;
    }

    synchronized double perSecond() {
        if (samples.isEmpty()) {
            return 0;
        }
        Sample first = samples.getFirst();
        double seconds = (System.nanoTime() - first.nanos()) / 1e9;
        return seconds <= 0 ? 0 : (moved - first.moved()) / seconds;
    }

    synchronized Optional<Duration> left() {
        double pace = perSecond();
        long missing = Math.max(0, total - copied);
        return pace <= 0 ? Optional.empty() : Optional.of(Duration.ofSeconds((long) Math.ceil(missing / pace)));
    }
}
