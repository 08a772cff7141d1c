package io.graft.persistence.embedded.internal.events;

import io.graft.log.CommitLimits;

/**
 * How a store of events is run.
 *
 * @param logSegmentBytes the size of each of the two files of the log
 * @param tableBytes how much memory the events that are not in a file yet take at most, about, before a new file is
 *     written; there are two such tables at most
 * @param mostNames how many different names of devices, sources, resources and series there may be
 * @param limits how much may wait to be written, and how long
 */
public record EventSettings(int logSegmentBytes, long tableBytes, int mostNames, CommitLimits limits) {

    /** 8 MiB, 20 MiB, 100,000 names. */
    public static final EventSettings DEFAULT = new EventSettings(8 << 20, 20 << 20, 100_000, CommitLimits.DEFAULT);
}
