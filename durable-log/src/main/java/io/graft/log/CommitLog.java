package io.graft.log;

import java.io.Closeable;
import java.io.IOException;

/** What a {@link GroupCommit} writes to. Used by its one thread, but for {@link #checkpointed}. */
public interface CommitLog extends Closeable {

    /** Where the log is, for messages. */
    String path();

    /** The number of the last durable group; with each group it grows. */
    long lastSequence();

    /** Whether there is room for a group in the file that is being written. */
    boolean fits(GroupBuffer group);

    /** Whether there is another file to go on in. */
    boolean canRoll();

    /** Goes on in another file, which has to be free, and makes room in it for a group. */
    void roll(GroupBuffer group) throws IOException;

    /**
     * Writes a group and makes it durable. After a failure the log stands where it stood before.
     *
     * @return the group's number
     */
    long append(GroupBuffer group) throws IOException;

    /** Says that no group up to this one is needed any more. By any thread. */
    void checkpointed(long sequence);

    /** Nothing was written for a while: gives back what can be had again. */
    default void idle() throws IOException {}
}
