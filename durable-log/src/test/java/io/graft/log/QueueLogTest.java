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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueueLogTest {

    private static final int SEGMENT = 16 << 10;

    private final RecordingDisk disk = new RecordingDisk();

    @Test
    void givesTheOldestRecordsInOrderUntilTheyAreReleased() throws IOException {
        try (QueueLog log = open()) {
            append(log, "a", "b", "c");
            append(log, "d");
            assertThat(read(log, 2)).containsExactly("1:a", "2:b");
            assertThat(read(log, 2)).containsExactly("1:a", "2:b");
            log.release(2);
            assertThat(read(log, 9)).containsExactly("3:c", "4:d");
            log.release(3);
            append(log, "e");
            assertThat(read(log, 9)).containsExactly("4:d", "5:e");
            log.release(1);
            assertThat(log.releasedPosition()).isEqualTo(3);
            log.release(5);
            assertThat(read(log, 9)).isEmpty();
            assertThat(log.bytes()).isZero();
            assertThat(log.lastSequence()).isEqualTo(5);
        }
    }

    @Test
    void positionsAndWhatIsReleasedSurviveReopening() throws IOException {
        try (QueueLog log = open()) {
            append(log, "a", "b", "c");
            append(log, "d");
            log.release(2);
        }
        long bytes;
        try (QueueLog log = open()) {
            assertThat(log.releasedPosition()).isEqualTo(2);
            assertThat(log.lastSequence()).isEqualTo(4);
            assertThat(read(log, 9)).containsExactly("3:c", "4:d");
            append(log, "e");
            bytes = log.bytes();
        }
        try (QueueLog log = open()) {
            assertThat(log.bytes()).isEqualTo(bytes);
            assertThat(read(log, 9)).containsExactly("3:c", "4:d", "5:e");
            log.release(5);
        }
        try (QueueLog log = open()) {
            assertThat(log.lastSequence()).isEqualTo(5);
            append(log, "f");
            assertThat(read(log, 9)).containsExactly("6:f");
        }
    }

    @Test
    void makesFilesWhenNeededAndDeletesThemWhenReleased() throws IOException {
        try (QueueLog log = open()) {
            assertThat(disk.list()).isEmpty();
            for (int i = 1; i <= 100; i++) {
                append(log, "x".repeat(1_000));
            }
            assertThat(logFiles()).hasSize(10);
            log.release(50);
            assertThat(logFiles()).hasSize(6);
            log.release(100);
            assertThat(logFiles()).hasSize(1);
            log.idle();
            assertThat(disk.list()).containsExactly("test.cursor");
            append(log, "again");
            assertThat(read(log, 9)).containsExactly("101:again");
            log.idle();
            assertThat(read(log, 9)).containsExactly("101:again");
        }
    }

    @Test
    void anEmptyQueueLeavesNothingButTheCursorWhenItIsOpened() throws IOException {
        try (QueueLog log = open()) {
            append(log, "a");
            log.release(1);
        }
        open().close();
        assertThat(disk.list()).containsExactly("test.cursor");
    }

    @Test
    void openingReadsTheLastFileAndOfTheOthersOnlyTheHead() throws IOException {
        try (QueueLog log = open()) {
            for (int i = 1; i <= 1_000; i++) {
                append(log, "x".repeat(1_000));
            }
        }
        int files = logFiles().size();
        long before = disk.bytesRead();
        open().close();
        assertThat(files).isGreaterThan(80);
        assertThat(disk.bytesRead() - before).isLessThan(files * 4096L + 4 * SEGMENT);
    }

    @Test
    void releasesAnyPositionWithoutItsHavingBeenRead() throws IOException {
        List<String> all = new ArrayList<>();
        try (QueueLog log = open()) {
            for (int group = 0; group < 40; group++) {
                String[] records = IntStream.range(0, 1 + group % 7)
                        .mapToObj(i -> "r" + "x".repeat(300))
                        .toArray(String[]::new);
                append(log, records);
                for (String each : records) {
                    all.add((all.size() + 1) + ":" + each);
                }
            }
            for (int position = 3; position < all.size(); position += 13) {
                log.release(position);
                assertThat(read(log, 1_000)).isEqualTo(all.subList(position, all.size()));
            }
        }
    }

    @Test
    void aLargeGroupGetsALargerFile() throws IOException {
        String large = "l".repeat(3 << 20);
        try (QueueLog log = open()) {
            append(log, "a");
            append(log, large);
            append(log, "b");
        }
        try (QueueLog log = open()) {
            assertThat(read(log, 9)).containsExactly("1:a", "2:" + large, "3:b");
            log.release(2);
            assertThat(read(log, 9)).containsExactly("3:b");
        }
    }

    @Test
    void whatIsNotThereCanNotBeReleased() throws IOException {
        try (QueueLog log = open()) {
            append(log, "a");
            assertThatThrownBy(() -> log.release(2)).isInstanceOf(IllegalArgumentException.class);
            assertThat(read(log, 9)).containsExactly("1:a");
        }
    }

    @Test
    void noSpaceForAFileLeavesTheQueueAsItWas() throws IOException {
        try (QueueLog log = open()) {
            append(log, "a");
            disk.fillUp(0, false);
            assertThatThrownBy(() -> append(log, "l".repeat(1 << 20))).isInstanceOf(DiskFullException.class);
            append(log, "b");
            log.release(1);
            assertThat(read(log, 9)).containsExactly("2:b");
            disk.heal();
            append(log, "c");
        }
        assertThat(disk.list()).noneMatch(name -> name.endsWith(".tmp"));
        try (QueueLog log = open()) {
            assertThat(read(log, 9)).containsExactly("2:b", "3:c");
        }
    }

    @Test
    void aReleaseThatFailsCanBeRepeated() throws IOException {
        try (QueueLog log = open()) {
            append(log, "a", "b");
            append(log, "c");
            disk.fillUp(1, true);
            assertThatThrownBy(() -> log.release(2)).isInstanceOf(DiskFullException.class);
            assertThat(read(log, 9)).containsExactly("1:a", "2:b", "3:c");
            disk.heal();
            log.release(2);
        }
        try (QueueLog log = open()) {
            assertThat(read(log, 9)).containsExactly("3:c");
        }
    }

    @Test
    void aGroupThatFailedDoesNotStandForItsSuccessorInTheNextFile() throws IOException {
        try (QueueLog log = open()) {
            append(log, "a");
            disk.fillUp(1, true);
            assertThatThrownBy(() -> append(log, "failed when forced")).isInstanceOf(DiskFullException.class);
            disk.heal();
            append(log, "l".repeat(2 * SEGMENT));
            append(log, "c");
        }
        try (QueueLog log = open()) {
            assertThat(read(log, 9)).containsExactly("1:a", "2:" + "l".repeat(2 * SEGMENT), "3:c");
        }
    }

    @Test
    void aTornTailIsDropped() throws IOException {
        try (QueueLog log = open()) {
            append(log, "a");
            append(log, "b");
        }
        damage(file(1), "b");
        try (QueueLog log = open()) {
            assertThat(read(log, 9)).containsExactly("1:a");
            append(log, "c");
        }
        try (QueueLog log = open()) {
            assertThat(read(log, 9)).containsExactly("1:a", "2:c");
        }
    }

    @Test
    void damageBeforeAWholeGroupIsRefusedAndNothingIsChanged() throws IOException {
        try (QueueLog log = open()) {
            append(log, "a");
            append(log, "b");
        }
        try (QueueLog log = open()) {
            append(log, "c");
            append(log, "d");
        }
        Map<String, byte[]> whole = disk.content();
        for (String each : List.of("a", "b", "c")) {
            damage(file(1), each);
            assertRefused(disk, file(1) + " is damaged at offset", "is missing, but record");
            repair(file(1), whole);
        }
        try (QueueLog log = open()) {
            assertThat(read(log, 9)).containsExactly("1:a", "2:b", "3:c", "4:d");
        }
    }

    @Test
    void damageOfWhatIsReleasedDoesNoHarm() throws IOException {
        try (QueueLog log = open()) {
            append(log, "a");
            append(log, "b");
            append(log, "c");
            log.release(1);
        }
        damage(file(1), "a");
        try (QueueLog log = open()) {
            assertThat(read(log, 9)).containsExactly("2:b", "3:c");
        }
    }

    @Test
    void damageInAnOlderFileIsSaidWhenItIsRead() throws IOException {
        try (QueueLog log = open()) {
            append(log, "a");
            append(log, "b");
            append(log, "l".repeat(2 * SEGMENT));
        }
        damage(file(1), "b");
        try (QueueLog log = open()) {
            assertThat(read(log, 9)).containsExactly("1:a");
            log.release(1);
            assertThatThrownBy(() -> read(log, 9))
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContainingAll(file(1), "record 2 can't be read", "test.cursor");
            assertThatThrownBy(() -> log.release(2)).isInstanceOf(CorruptStoreException.class);
            append(log, "d");
            assertThat(log.lastSequence()).isEqualTo(4);
        }
    }

    @Test
    void missingForeignAndNewerFilesAreRefused() throws IOException {
        try (QueueLog log = open()) {
            append(log, "a");
            append(log, "l".repeat(2 * SEGMENT));
            append(log, "m".repeat(2 << 20));
        }
        RecordingDisk without = new RecordingDisk(disk.content());
        without.delete(file(1));
        assertRefused(without, file(2) + " is damaged", "record 1 is missing before it");

        RecordingDisk foreign = new RecordingDisk(disk.content());
        write(foreign, file(2), 0, "Graft");
        write(foreign, file(2), 4, "    ");
        assertRefused(foreign, file(2) + " does not begin as a file of a queue does");

        RecordingDisk newer = new RecordingDisk(disk.content());
        write(newer, file(2), 11, "\2");
        assertRefused(newer, file(2) + " has format 2", "reads format 1");

        RecordingDisk damaged = new RecordingDisk(disk.content());
        write(damaged, file(2), 23, "\77");
        assertRefused(damaged, file(2) + " is damaged in its first 32 bytes");

        RecordingDisk shorter = new RecordingDisk(disk.content());
        try (DiskFile file = shorter.open(file(2))) {
            file.truncate(SEGMENT);
        }
        assertRefused(shorter, file(2) + " is damaged at offset", "it ends before");
    }

    @Test
    void aDamagedCursorIsRefusedAndWithoutACursorEverythingIsThere() throws IOException {
        try (QueueLog log = open()) {
            append(log, "a");
            append(log, "b");
            log.release(1);
        }
        write(disk, "test.cursor", 20, "?");
        write(disk, "test.cursor", 4096 + 20, "?");
        assertRefused(disk, "test.cursor is damaged", "move it away");
        disk.delete("test.cursor");
        try (QueueLog log = open()) {
            assertThat(read(log, 9)).containsExactly("1:a", "2:b");
            log.release(1);
        }
        try (QueueLog log = open()) {
            assertThat(read(log, 9)).containsExactly("2:b");
        }
    }

    @Test
    void oneDamagedPlaceOfTheCursorLeavesTheOther() throws IOException {
        try (QueueLog log = open()) {
            append(log, "a");
            append(log, "b");
            append(log, "c");
            log.release(1);
            log.release(2);
        }
        write(disk, "test.cursor", 20, "?");
        try (QueueLog log = open()) {
            assertThat(read(log, 9)).containsExactly("2:b", "3:c");
        }
    }

    @Test
    void filesThatWereToBeDeletedDoNoHarmWhenTheyAreThereAgain() throws IOException {
        Map<String, byte[]> before;
        try (QueueLog log = open()) {
            append(log, "a");
            append(log, "l".repeat(2 * SEGMENT));
            append(log, "m".repeat(2 << 20));
            before = disk.content();
            log.release(3);
            log.idle();
        }
        for (String back : List.of(file(1), file(2), file(3))) {
            RecordingDisk crashed =
                    new RecordingDisk(Map.of("test.cursor", disk.content().get("test.cursor"), back, before.get(back)));
            try (QueueLog log = QueueLog.open(crashed, "test", SEGMENT)) {
                assertThat(log.lastSequence()).isEqualTo(3);
                assertThat(read(log, 9)).isEmpty();
                append(log, "d");
            }
            try (QueueLog log = QueueLog.open(crashed, "test", SEGMENT)) {
                assertThat(read(log, 9)).containsExactly("4:d");
            }
        }
    }

    private static void assertRefused(RecordingDisk on, String... words) {
        Map<String, byte[]> before = on.content();
        assertThatThrownBy(() -> QueueLog.open(on, "test", SEGMENT))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContainingAll(words);
        assertThat(on.content()).containsExactlyInAnyOrderEntriesOf(before);
    }

    private QueueLog open() throws IOException {
        return QueueLog.open(disk, "test", SEGMENT);
    }

    private List<String> logFiles() {
        return disk.list().stream().filter(name -> name.endsWith(".log")).toList();
    }

    private static String file(long first) {
        return String.format("test-%019d.log", first);
    }

    private void damage(String name, String record) throws IOException {
        String content = new String(disk.content().get(name), StandardCharsets.ISO_8859_1);
        write(disk, name, content.indexOf("\0\0\0\1" + record) + 4, "!");
    }

    private void repair(String name, Map<String, byte[]> whole) throws IOException {
        try (DiskFile file = disk.open(name)) {
            file.write(0, ByteBuffer.wrap(whole.get(name)));
        }
    }

    private static void write(RecordingDisk on, String name, long place, String text) throws IOException {
        try (DiskFile file = on.open(name)) {
            file.write(place, ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    private static List<String> read(QueueLog log, int most) throws IOException {
        List<String> records = new ArrayList<>();
        log.read((position, bytes, from, length) -> {
            if (records.size() < most) {
                records.add(position + ":" + new String(bytes, from, length, StandardCharsets.UTF_8));
                return true;
            }
            return false;
        });
        return records;
    }

    private static void append(QueueLog log, String... records) throws IOException {
        GroupBuffer group = new GroupBuffer();
        for (String record : records) {
            group.add(record.getBytes(StandardCharsets.UTF_8));
        }
        if (!log.fits(group)) {
            log.roll(group);
        }
        log.append(group);
    }
}
