package io.graft.persistence.embedded.internal.events;

import io.graft.persistence.embedded.internal.events.query.Marks;
import io.graft.persistence.embedded.internal.events.segment.LiveSegment;
import io.graft.persistence.embedded.internal.events.segment.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Puts new segments in the place of tables and old segments: first in the manifest, then for the readers. One after the
 * other; what is deleted meanwhile is deleted of the new segment, too.
 */
final class Publisher {

    private final Tables tables;
    private final StoreFiles files;
    private final Queue<Segment> dropped = new ConcurrentLinkedQueue<>();

    Publisher(Tables tables, StoreFiles files) {
        this.tables = tables;
        this.files = files;
    }

    /** Takes a segment of which nothing is left, and which is not among the tables any more. */
    void drop(Segment segment) {
        dropped.add(segment);
    }

    /** Whether there are segments that the manifest should not name any more. */
    boolean hasDropped() {
        return !dropped.isEmpty();
    }

    /** Puts the outcome of a flush in the place of the oldest table. */
    synchronized void publish(Tables.Memory flushed, Flush outcome) throws IOException {
        List<Segment> empty = takeDropped();
        save(with(tables.state().segments(), outcome.segment(tables)), flushed.lastSequence(), empty);
        tables.change(old -> new Tables.State(
                old.memory().subList(1, old.memory().size()), with(old.segments(), outcome.segment(tables))));
        empty.forEach(Segment::discard);
    }

    /** What became of a table. */
    interface Flush {
        /** The segment, without what is deleted of the table by now; null if nothing of the table was left. */
        LiveSegment segment(Tables tables);
    }

    /**
     * Puts one segment, or none, in the place of others.
     *
     * @param inputs as they were when the merge began
     * @param merged null if nothing of the inputs was left
     * @param places for each input the events' numbers in the merged one
     */
    synchronized void publish(List<LiveSegment> inputs, Segment merged, int[][] places) throws IOException {
        List<Segment> obsolete = takeDropped();
        save(merged(tables.state().segments(), inputs, merged, places), files.covered(), obsolete);
        tables.change(old -> {
            for (LiveSegment live : old.segments()) {
                if (indexOf(live.segment(), inputs) >= 0) {
                    obsolete.add(live.segment());
                }
            }
            return new Tables.State(old.memory(), merged(old.segments(), inputs, merged, places));
        });
        obsolete.forEach(Segment::discard);
    }

    /** Writes what is deleted and dropped into the manifest. */
    synchronized void publishDropped() throws IOException {
        List<Segment> empty = takeDropped();
        save(tables.state().segments(), files.covered(), empty);
        empty.forEach(Segment::discard);
    }

    private void save(List<LiveSegment> segments, long covered, List<Segment> empty) throws IOException {
        try {
            files.save(segments, covered);
        } catch (IOException | RuntimeException e) {
            dropped.addAll(empty);
            throw e;
        }
    }

    private List<Segment> takeDropped() {
        List<Segment> taken = new ArrayList<>();
        for (Segment segment = dropped.poll(); segment != null; segment = dropped.poll()) {
            taken.add(segment);
        }
        return taken;
    }

    private static List<LiveSegment> with(List<LiveSegment> segments, LiveSegment added) {
        if (added == null) {
            return segments;
        }
        List<LiveSegment> all = new ArrayList<>(segments);
        all.add(added);
        return all;
    }

    private static List<LiveSegment> merged(
            List<LiveSegment> current, List<LiveSegment> inputs, Segment merged, int[][] places) {
        List<LiveSegment> rest = new ArrayList<>(current);
        rest.removeIf(live -> indexOf(live.segment(), inputs) >= 0);
        if (merged == null) {
            return rest;
        }
        long[] words = Marks.words(merged.events());
        for (int i = 0; i < inputs.size(); i++) {
            int input = i;
            LiveSegment now = current.stream()
                    .filter(live -> live.segment() == inputs.get(input).segment())
                    .findFirst()
                    .orElse(null);
            for (int event = 0; event < places[i].length; event++) {
                // a segment that is not there any more was deleted as a whole
                if (places[i][event] >= 0 && (now == null || now.deleted().contains(event))) {
                    Marks.set(words, places[i][event]);
                }
            }
        }
        rest.add(new LiveSegment(merged, new Marks(words)));
        return rest;
    }

    private static int indexOf(Segment segment, List<LiveSegment> segments) {
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).segment() == segment) {
                return i;
            }
        }
        return -1;
    }
}
