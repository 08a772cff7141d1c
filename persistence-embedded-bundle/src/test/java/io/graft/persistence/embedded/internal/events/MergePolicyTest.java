package io.graft.persistence.embedded.internal.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.log.codec.Input;
import io.graft.log.disk.RecordingDisk;
import io.graft.persistence.embedded.internal.events.codec.EventEncoder;
import io.graft.persistence.embedded.internal.events.codec.Names;
import io.graft.persistence.embedded.internal.events.codec.RecordHead;
import io.graft.persistence.embedded.internal.events.memory.MemorySource;
import io.graft.persistence.embedded.internal.events.memory.MemoryTable;
import io.graft.persistence.embedded.internal.events.query.Marks;
import io.graft.persistence.embedded.internal.events.segment.LiveSegment;
import io.graft.persistence.embedded.internal.events.segment.Pace;
import io.graft.persistence.tck.oracle.RandomEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MergePolicyTest {

    private static final MergePolicy POLICY = new MergePolicy(4, 200, 1 << 20, 20, 8);

    private final Names names = new Names(10_000);
    private final RandomEvents world = new RandomEvents(new Random(1));
    private StoreFiles files;

    @BeforeEach
    void open() throws IOException {
        files = StoreFiles.open(new RecordingDisk(), names);
    }

    @Test
    void ofEnoughOfOneSizeTheOldestAreMerged() throws IOException {
        List<LiveSegment> segments = segments(5, 10);
        segments.add(segment(100));
        List<LiveSegment> oldest = segments.subList(0, 5).stream()
                .sorted(Comparator.comparingLong(live -> live.segment().firstOrigin()))
                .limit(4)
                .toList();
        Collections.shuffle(segments, new Random(1));

        assertThat(POLICY.choose(segments)).containsExactlyElementsOf(oldest);
    }

    @Test
    void fewerAreLeftAsTheyAre() throws IOException {
        assertThat(POLICY.choose(segments(3, 10))).isEmpty();
        assertThat(POLICY.choose(List.of())).isEmpty();
    }

    @Test
    void aMergeIsNeverTooLarge() throws IOException {
        assertThat(POLICY.choose(segments(4, 65))).hasSize(3);
        assertThat(POLICY.choose(segments(4, 120))).isEmpty();
        assertThat(new MergePolicy(4, 200, 1_000, 20, 8).choose(segments(4, 10)))
                .isEmpty();
    }

    @Test
    void whatIsDeletedMostComesFirst() throws IOException {
        List<LiveSegment> segments = segments(4, 100);
        segments.set(1, without(segments.get(1), 14));
        segments.set(2, without(segments.get(2), 21));
        segments.set(3, without(segments.get(3), 12));

        assertThat(POLICY.choose(segments)).containsExactly(segments.get(2));
        assertThat(POLICY.isWorthPurging(segments.get(1))).isTrue();
        assertThat(POLICY.isWorthPurging(segments.get(3))).isFalse();
    }

    @Test
    void manyDeletedEventsAreWorthItHoweverLargeTheSegmentIs() throws IOException {
        LiveSegment large = segment(190);

        assertThat(POLICY.isWorthPurging(without(large, 19))).isFalse();
        assertThat(POLICY.isWorthPurging(without(large, 20))).isTrue();
    }

    private List<LiveSegment> segments(int count, int events) throws IOException {
        List<LiveSegment> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            segments.add(segment(events));
        }
        return segments;
    }

    private LiveSegment segment(int events) throws IOException {
        MemoryTable table = new MemoryTable(names);
        for (int i = 0; i < events; i++) {
            EventEncoder encoder = new EventEncoder(names);
            encoder.add(world.next());
            byte[] bytes = encoder.toBytes(1);
            Input in = new Input(bytes, 1, bytes.length - 1);
            for (int name = in.getSize(); name > 0; name--) {
                names.define(in);
            }
            assertThat(in.getSize()).isOne();
            int length = in.getSize();
            RecordHead head = new RecordHead();
            head.parse(bytes, in.position(), length);
            table.add(head, bytes, in.position(), length);
        }
        StoreFiles.Written written = files.write(List.of(new MemorySource(table, Marks.NONE)), Pace.FULL)
                .orElseThrow();
        return new LiveSegment(written.segment(), Marks.NONE);
    }

    private static LiveSegment without(LiveSegment live, int events) {
        long[] words = Marks.words(events);
        for (int i = 0; i < events; i++) {
            Marks.set(words, i);
        }
        return live.without(new Marks(words));
    }
}
