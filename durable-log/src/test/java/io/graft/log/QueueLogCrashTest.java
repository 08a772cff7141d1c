package io.graft.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.log.disk.DiskFullException;
import io.graft.log.disk.RecordingDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Cuts the power at every moment of a random life: every acknowledged record that is not released is there afterwards,
 * in order and in its place; what is released stays away; nothing else is there but the group that was being written.
 */
class QueueLogCrashTest {

    private static final int SEGMENT = 8 << 10;
    private static final int ROUNDS = Integer.getInteger("graft.crash.rounds", 3);

    private Random random;

    /** Records that were handed to the queue together, when, and whether and when they were acknowledged. */
    private record Attempt(long last, List<String> records, int begun, int acknowledged) {}

    /** Up to where was released, and when that began and was done. */
    private record Release(long position, int begun, int done) {}

    @Test
    void noAcknowledgedRecordIsLostAndNoReleasedOneComesBackWhereverThePowerIsCut() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = System.nanoTime();
            try {
                round(new Random(seed));
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private void round(Random newRandom) throws IOException {
        random = newRandom;
        RecordingDisk disk = new RecordingDisk();
        List<String> kept = List.of();
        long released = 0;
        for (int generation = 0; generation < 3; generation++) {
            List<Attempt> attempts = new ArrayList<>();
            List<Release> releases = new ArrayList<>(List.of(new Release(released, 0, 0)));
            work(disk, attempts, releases);
            for (int moment = 0; moment <= disk.now(); moment++) {
                check(disk.crash(moment, random), kept, attempts, releases, moment);
            }
            int moment = random.nextInt(disk.now() + 1);
            disk = disk.crash(moment, random);
            kept = check(disk, kept, attempts, releases, moment);
            try (QueueLog log = QueueLog.open(disk, "test", SEGMENT)) {
                released = log.releasedPosition();
            }
        }
    }

    /** Appends, reads and releases, idles, is opened again, runs out of space now and then. */
    private void work(RecordingDisk disk, List<Attempt> attempts, List<Release> releases) throws IOException {
        QueueLog log = QueueLog.open(disk, "test", SEGMENT);
        int steps = 20 + random.nextInt(60);
        for (int i = 0; i < steps; i++) {
            switch (random.nextInt(12)) {
                case 0 -> disk.fillUp(random.nextInt(4), random.nextBoolean());
                case 1, 2 -> disk.heal();
                case 3 -> release(disk, log, releases, log.lastSequence());
                case 4, 5 -> {
                    long waiting = log.lastSequence() - log.releasedPosition();
                    release(disk, log, releases, log.releasedPosition() + random.nextLong(waiting + 1));
                }
                case 6 -> log.idle();
                case 7 -> {
                    disk.heal();
                    log.close();
                    log = QueueLog.open(disk, "test", SEGMENT);
                    acknowledgeIfThere(disk, log, attempts);
                }
                default -> append(disk, log, attempts);
            }
        }
        disk.heal();
        log.close();
    }

    /** A group whose write failed may be whole: it is part of the queue then. */
    private static void acknowledgeIfThere(RecordingDisk disk, QueueLog log, List<Attempt> attempts) {
        int newest = attempts.size() - 1;
        if (newest >= 0) {
            Attempt attempt = attempts.get(newest);
            if (attempt.acknowledged() == Integer.MAX_VALUE && attempt.last() == log.lastSequence()) {
                attempts.set(newest, new Attempt(attempt.last(), attempt.records(), attempt.begun(), disk.now()));
            }
        }
    }

    private void release(RecordingDisk disk, QueueLog log, List<Release> releases, long position) throws IOException {
        if (random.nextBoolean()) {
            log.read((at, bytes, from, length) -> at <= position);
        }
        int begun = disk.now();
        try {
            log.release(position);
            releases.add(new Release(position, begun, disk.now()));
        } catch (DiskFullException e) {
            releases.add(new Release(position, begun, Integer.MAX_VALUE));
        }
    }

    private void append(RecordingDisk disk, QueueLog log, List<Attempt> attempts) throws IOException {
        GroupBuffer group = new GroupBuffer();
        List<String> records = new ArrayList<>();
        for (int n = random.nextInt(4); n >= 0; n--) {
            byte[] record = new byte[random.nextInt(20) == 0 ? random.nextInt(2 * SEGMENT) : random.nextInt(600)];
            random.nextBytes(record);
            group.add(record);
            records.add(name(record));
        }
        int begun = disk.now();
        long last = log.lastSequence() + records.size();
        try {
            if (!log.fits(group)) {
                log.roll(group);
            }
            log.append(group);
            attempts.add(new Attempt(last, records, begun, disk.now()));
        } catch (DiskFullException e) {
            attempts.add(new Attempt(last, records, begun, Integer.MAX_VALUE));
        }
    }

    /** What is there; opened twice, since the first opening clears up. */
    private List<String> check(
            RecordingDisk crashed, List<String> kept, List<Attempt> attempts, List<Release> releases, int moment)
            throws IOException {
        List<String> acknowledged = new ArrayList<>(kept);
        attempts.stream()
                .filter(attempt -> attempt.acknowledged() <= moment)
                .forEach(attempt -> acknowledged.addAll(attempt.records()));
        open(crashed, acknowledged, attempts, releases, moment);
        return open(crashed, acknowledged, attempts, releases, moment);
    }

    private static List<String> open(
            RecordingDisk crashed,
            List<String> acknowledged,
            List<Attempt> attempts,
            List<Release> releases,
            int moment)
            throws IOException {
        try (QueueLog log = QueueLog.open(crashed, "test", SEGMENT)) {
            long released = log.releasedPosition();
            assertThat(released)
                    .isGreaterThanOrEqualTo(releases.stream()
                            .filter(release -> release.done() <= moment)
                            .mapToLong(Release::position)
                            .max()
                            .orElse(0));
            assertThat(released)
                    .isLessThanOrEqualTo(Math.max(
                            acknowledged.size(),
                            releases.stream()
                                    .filter(release -> release.begun() <= moment)
                                    .mapToLong(Release::position)
                                    .max()
                                    .orElse(0)));
            List<String> found = new ArrayList<>(acknowledged.subList(0, (int) released));
            log.read((position, bytes, from, length) -> {
                assertThat(position).isEqualTo(found.size() + 1L);
                found.add(name(Arrays.copyOfRange(bytes, from, from + length)));
                return true;
            });
            assertThat(log.lastSequence()).isEqualTo(found.size());
            if (found.size() > acknowledged.size()) {
                List<String> more = found.subList(acknowledged.size(), found.size());
                assertThat(attempts)
                        .anyMatch(attempt -> attempt.last() == found.size()
                                && attempt.begun() <= moment
                                && attempt.records().equals(more));
            }
            assertThat(found.subList(0, acknowledged.size())).isEqualTo(acknowledged);
            return found;
        }
    }

    private static String name(byte[] record) {
        return record.length + "/" + Integer.toHexString(Arrays.hashCode(record));
    }
}
