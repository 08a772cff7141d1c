package io.graft.log;

import java.nio.ByteBuffer;

/** Takes the records that the log holds beyond the store's last checkpoint, when the store is opened. */
public interface Replay {

    /**
     * A record, in the order in which they were written.
     *
     * @param sequence the number of its group; never less than that of the record before
     * @param record valid during the call only
     */
    void record(long sequence, ByteBuffer record);

    /**
     * The records so far came from one segment of the log, those that follow come from the other: as
     * {@link Committing#rolled}.
     */
    default void rolled(long lastSequence) {}
}
