package io.graft.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.persistence.CorruptStoreException;
import io.graft.log.disk.DiskFile;
import io.graft.log.disk.DiskFullException;
import io.graft.log.disk.RecordingDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RedoLogTest {

    private static final int SEGMENT = 16 << 10;

    private final RecordingDisk disk = new RecordingDisk();
    private final List<String> replayed = new ArrayList<>();

    @Test
    void replaysWhatWasWrittenInOrder() throws IOException {
        try (RedoLog log = open(disk, 0)) {
            append(log, "a", "b");
            append(log, "c");
        }
        try (RedoLog log = open(disk, 0)) {
            assertThat(replayed).containsExactly("1:a", "1:b", "2:c");
            append(log, "d");
            assertThat(log.lastSequence()).isEqualTo(3);
        }
        replayed.clear();
        open(disk, 0).close();
        assertThat(replayed).containsExactly("1:a", "1:b", "2:c", "3:d");
    }

    @Test
    void passesOverWhatACheckpointHolds() throws IOException {
        try (RedoLog log = open(disk, 0)) {
            append(log, "a");
            append(log, "b");
        }
        open(disk, 1).close();
        assertThat(replayed).containsExactly("2:b");
    }

    @Test
    void numbersGoOnBehindACheckpointThatIsNewerThanTheLog() throws IOException {
        try (RedoLog log = open(disk, 41)) {
            append(log, "a");
        }
        open(disk, 41).close();
        assertThat(replayed).containsExactly("42:a");
    }

    @Test
    void usesItsTwoFilesInTurn() throws IOException {
        List<String> expected = new ArrayList<>();
        try (RedoLog log = open(disk, 0)) {
            for (int i = 1; i <= 200; i++) {
                String record = "record " + i + "x".repeat(500);
                GroupBuffer group = group(record);
                if (!log.fits(group)) {
                    assertThat(log.canRoll()).isTrue();
                    log.roll(group);
                    expected.add("rolled " + (i - 1));
                    log.checkpointed(i - 1);
                }
                log.append(group);
                expected.add(i + ":" + record);
            }
        }
        assertThat(disk.content().get("test-0.log")).hasSize(SEGMENT);
        int lastRoll = expected.lastIndexOf(expected.stream()
                .filter(e -> e.startsWith("rolled"))
                .reduce((a, b) -> b)
                .orElseThrow());
        long covered = Long.parseLong(expected.get(lastRoll).substring("rolled ".length()));
        open(disk, covered).close();
        assertThat(replayed).isEqualTo(expected.subList(lastRoll + 1, expected.size()));
        replayed.clear();
        open(disk, covered - 3).close();
        assertThat(replayed).isEqualTo(expected.subList(lastRoll - 3, expected.size()));
    }

    @Test
    void aFileInUseIsNotUsedAgain() throws IOException {
        try (RedoLog log = open(disk, 0)) {
            append(log, "a");
            log.roll(group("b"));
            append(log, "b");
            assertThat(log.canRoll()).isFalse();
            log.checkpointed(1);
            assertThat(log.canRoll()).isTrue();
        }
    }

    @Test
    void aLargeGroupMakesAFileGrowForAWhile() throws IOException {
        String large = "l".repeat(3 << 20);
        try (RedoLog log = open(disk, 0)) {
            append(log, "a");
            GroupBuffer group = group(large);
            assertThat(log.fits(group)).isFalse();
            log.roll(group);
            log.append(group);
        }
        try (RedoLog log = open(disk, 0)) {
            assertThat(replayed).containsExactly("1:a", "rolled 1", "2:" + large);
            log.checkpointed(2);
            log.roll(group("b"));
            append(log, "b");
            log.checkpointed(3);
            log.roll(group("c"));
            append(log, "c");
        }
        assertThat(disk.content().values())
                .allSatisfy(content -> assertThat(content).hasSize(SEGMENT));
    }

    @Test
    void noSpaceToGrowLeavesTheLogAsItWas() throws IOException {
        try (RedoLog log = open(disk, 0)) {
            append(log, "a");
            disk.fillUp(0, false);
            assertThatThrownBy(() -> log.roll(group("l".repeat(1 << 20)))).isInstanceOf(DiskFullException.class);
            append(log, "b");
        }
        open(disk, 0).close();
        assertThat(replayed).containsExactly("1:a", "2:b");
    }

    @Test
    void aTornTailIsDropped() throws IOException {
        try (RedoLog log = open(disk, 0)) {
            append(log, "a");
            append(log, "b");
        }
        damage("test-0.log", "b");
        try (RedoLog log = open(disk, 0)) {
            assertThat(replayed).containsExactly("1:a");
            append(log, "c");
        }
        replayed.clear();
        open(disk, 0).close();
        assertThat(replayed).containsExactly("1:a", "2:c");
    }

    @Test
    void damageBeforeAWholeGroupIsRefusedAndNothingIsChanged() throws IOException {
        try (RedoLog log = open(disk, 0)) {
            append(log, "a");
            append(log, "b");
            append(log, "c");
        }
        damage("test-0.log", "b");
        assertRefused(0, "test-0.log is damaged at offset", "group 2");
    }

    @Test
    void damageInTheOlderFileIsRefused() throws IOException {
        try (RedoLog log = open(disk, 0)) {
            append(log, "a");
            append(log, "b");
            log.roll(group("c"));
            append(log, "c");
        }
        damage("test-0.log", "b");
        assertRefused(0, "test-1.log is damaged", "group 2");
    }

    @Test
    void damageOfWhatACheckpointHoldsDoesNoHarm() throws IOException {
        try (RedoLog log = open(disk, 0)) {
            append(log, "a");
            append(log, "b");
            log.roll(group("c"));
            append(log, "c");
        }
        damage("test-0.log", "a");
        open(disk, 2).close();
        assertThat(replayed).containsExactly("3:c");
    }

    @Test
    void foreignAndNewerFilesAreRefused() throws IOException {
        open(disk, 0).close();
        try (DiskFile file = disk.open("test-1.log")) {
            file.write(8, ByteBuffer.allocate(4).putInt(0, 2));
        }
        assertRefused(0, "test-1.log has format 2", "this version reads format 1");
        try (DiskFile file = disk.open("test-1.log")) {
            file.write(0, ByteBuffer.allocate(4));
        }
        assertRefused(0, "test-1.log does not begin as a log file does");
    }

    @Test
    void aGroupThatFailedDoesNotStandForItsSuccessorInTheOtherFile() throws IOException {
        try (RedoLog log = open(disk, 0)) {
            append(log, "a");
            disk.fillUp(1, true);
            assertThatThrownBy(() -> append(log, "failed when forced")).isInstanceOf(DiskFullException.class);
            disk.heal();
            log.roll(group("b"));
            append(log, "b");
        }
        open(disk, 0).close();
        assertThat(replayed).containsExactly("1:a", "rolled 1", "2:b");
    }

    @Test
    void aGroupThatFailedAloneInItsFileDoesNotStandForItsSuccessorEither() throws IOException {
        try (RedoLog log = open(disk, 0)) {
            log.roll(group("to test-1.log"));
            disk.fillUp(1, true);
            assertThatThrownBy(() -> append(log, "failed when forced")).isInstanceOf(DiskFullException.class);
            disk.heal();
            log.roll(group("b"));
            append(log, "b");
        }
        open(disk, 0).close();
        assertThat(replayed).containsExactly("1:b");
    }

    @Test
    void whatAKilledProcessHasWrittenIsDurableOnceItIsReplayed() throws IOException {
        try (RedoLog log = open(disk, 0)) {
            append(log, "a");
            disk.fillUp(1, true);
            assertThatThrownBy(() -> append(log, "written, not forced")).isInstanceOf(DiskFullException.class);
            disk.heal();
        }
        try (RedoLog log = open(disk, 0)) {
            log.roll(group("b"));
            append(log, "b");
        }
        for (int seed = 0; seed < 50; seed++) {
            replayed.clear();
            open(disk.crash(disk.now(), new Random(seed)), 0).close();
            assertThat(replayed).containsExactly("1:a", "2:written, not forced", "rolled 2", "3:b");
        }
    }

    private void assertRefused(long covered, String... words) {
        Map<String, byte[]> before = disk.content();
        assertThatThrownBy(() -> open(disk, covered))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContainingAll(words);
        assertThat(disk.content()).containsExactlyInAnyOrderEntriesOf(before);
        assertThat(replayed).isEmpty();
    }

    private void damage(String name, String record) throws IOException {
        String content = new String(disk.content().get(name), StandardCharsets.ISO_8859_1);
        try (DiskFile file = disk.open(name)) {
            file.write(content.indexOf("\0\0\0\1" + record) + 4, ByteBuffer.wrap(new byte[] {'!'}));
        }
    }

    private RedoLog open(RecordingDisk on, long covered) throws IOException {
        return RedoLog.open(on, "test", SEGMENT, covered, new Replay() {
            @Override
            public void record(long sequence, ByteBuffer record) {
                replayed.add(sequence + ":" + StandardCharsets.UTF_8.decode(record));
            }

            @Override
            public void rolled(long lastSequence) {
                replayed.add("rolled " + lastSequence);
            }
        });
    }

    private static void append(RedoLog log, String... records) throws IOException {
        log.append(group(records));
    }

    private static GroupBuffer group(String... records) {
        GroupBuffer group = new GroupBuffer();
        for (String record : records) {
            group.add(record.getBytes(StandardCharsets.UTF_8));
        }
        return group;
    }
}
