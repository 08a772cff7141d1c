package io.graft.persistence.embedded.internal.events;

import io.graft.log.CommitLimits;
import io.graft.log.disk.Disk;
import io.graft.persistence.embedded.internal.LateMetrics;
import java.io.IOException;
import java.time.Duration;

/** Opens stores for tests. */
final class Stores {

    /** Two dozen events or so fill a log. */
    static final EventSettings TINY = new EventSettings(8 << 10, 1 << 20, 100_000, CommitLimits.DEFAULT);

    private Stores() {}

    /** A way to open a store. */
    interface Opening {
        EmbeddedEventStore open(Disk disk) throws IOException;
    }

    /** A store that writes, merges and purges files all the time. */
    static EmbeddedEventStore tiny(Disk disk) throws IOException {
        return EmbeddedEventStore.open(
                disk, TINY, new MergePolicy(3, 5_000, 1 << 20, 200, 10), Duration.ofMillis(5), new LateMetrics());
    }

    /** A store whose files stay as they were written: of several of a segment's blocks each. */
    static EmbeddedEventStore unmerged(Disk disk) throws IOException {
        return EmbeddedEventStore.open(
                disk,
                new EventSettings(256 << 10, 1 << 20, 100_000, CommitLimits.DEFAULT),
                new MergePolicy(127, 1, 1, Integer.MAX_VALUE, 0),
                Duration.ofMillis(5),
                new LateMetrics());
    }
}
