package io.graft.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.log.disk.DiskFullException;
import io.graft.log.disk.RecordingDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Cuts the power at random moments: every acknowledged group is there afterwards, and no other but the next. */
class RedoLogCrashTest {

    private static final int SEGMENT = 8 << 10;
    private static final int ROUNDS = Integer.getInteger("graft.crash.rounds", 8);
    private static final int CUTS = 20;

    private Random random;

    /** A group that was handed to the log, when, and whether and when it was acknowledged. */
    private record Attempt(long sequence, String content, int begun, int acknowledged) {}

    /** What a checkpoint holds, and since when. */
    private record Checkpoint(long sequence, int durable) {}

    @Test
    void noAcknowledgedGroupIsLostWhereverThePowerIsCut() throws IOException {
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
        long covered = 0;
        List<String> durable = new ArrayList<>();
        for (int generation = 0; generation < 4; generation++) {
            List<Attempt> attempts = new ArrayList<>();
            List<Checkpoint> checkpoints = new ArrayList<>(List.of(new Checkpoint(covered, 0)));
            work(disk, covered, attempts, checkpoints);
            RecordingDisk next = null;
            List<String> nextDurable = null;
            long nextCovered = 0;
            for (int cut = 0; cut < CUTS; cut++) {
                int moment = random.nextInt(disk.now() + 1);
                next = disk.crash(moment, random);
                nextCovered = checkpoints.stream()
                        .filter(checkpoint -> checkpoint.durable() <= moment)
                        .mapToLong(Checkpoint::sequence)
                        .max()
                        .orElseThrow();
                nextDurable = check(next, durable, attempts, moment, nextCovered);
            }
            disk = next;
            durable = nextDurable;
            covered = nextCovered;
        }
    }

    /** Appends, rolls, makes checkpoints, runs out of space now and then. */
    private void work(RecordingDisk disk, long covered, List<Attempt> attempts, List<Checkpoint> checkpoints)
            throws IOException {
        try (RedoLog log = RedoLog.open(disk, "test", SEGMENT, covered, (sequence, record) -> {})) {
            int groups = random.nextInt(100);
            for (int i = 0; i < groups; i++) {
                if (random.nextInt(10) == 0) {
                    disk.fillUp(random.nextInt(4), random.nextBoolean());
                } else if (random.nextInt(3) == 0) {
                    disk.heal();
                }
                if (random.nextInt(20) == 0) {
                    checkpoint(disk, log, checkpoints);
                }
                append(disk, log, attempts, checkpoints);
            }
            disk.heal();
        }
    }

    private void append(RecordingDisk disk, RedoLog log, List<Attempt> attempts, List<Checkpoint> checkpoints)
            throws IOException {
        byte[] record = new byte[random.nextInt(20) == 0 ? random.nextInt(2 * SEGMENT) : random.nextInt(600)];
        random.nextBytes(record);
        GroupBuffer group = new GroupBuffer();
        group.add(record);
        int begun = disk.now();
        long sequence = log.lastSequence() + 1;
        String content = HexFormat.of().formatHex(record);
        try {
            if (!log.fits(group)) {
                if (!log.canRoll()) {
                    checkpoint(disk, log, checkpoints);
                }
                log.roll(group);
            }
            log.append(group);
            attempts.add(new Attempt(sequence, content, begun, disk.now()));
        } catch (DiskFullException e) {
            attempts.add(new Attempt(sequence, content, begun, Integer.MAX_VALUE));
        }
    }

    private static void checkpoint(RecordingDisk disk, RedoLog log, List<Checkpoint> checkpoints) {
        checkpoints.add(new Checkpoint(log.lastSequence(), disk.now()));
        log.checkpointed(log.lastSequence());
    }

    private static List<String> check(
            RecordingDisk crashed, List<String> before, List<Attempt> attempts, int moment, long covered)
            throws IOException {
        List<String> expected = new ArrayList<>(before);
        attempts.stream()
                .filter(attempt -> attempt.acknowledged() <= moment)
                .forEach(attempt -> expected.add(attempt.content()));
        List<String> found = new ArrayList<>(expected.subList(0, (int) covered));
        RedoLog.open(crashed, "test", SEGMENT, covered, (sequence, record) -> {
                    assertThat(sequence).isEqualTo(found.size() + 1L);
                    byte[] bytes = new byte[record.remaining()];
                    record.get(bytes);
                    found.add(HexFormat.of().formatHex(bytes));
                })
                .close();
        if (found.size() == expected.size() + 1) {
            assertThat(attempts.stream()
                            .filter(attempt -> attempt.sequence() == found.size() && attempt.begun() <= moment)
                            .map(Attempt::content))
                    .contains(found.get(found.size() - 1));
            expected.add(found.get(found.size() - 1));
        }
        assertThat(found).isEqualTo(expected);
        return found;
    }
}
