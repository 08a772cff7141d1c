package io.graft.log;

import java.util.List;

/**
 * What a store does with the changes that are handed to its {@link GroupCommit}. All methods are called by the log's
 * one thread. A group goes through {@link #prepare} for each of its requests, then through one of {@link #apply} and
 * {@link #discard}.
 *
 * @param <T> a change; the store keeps the outcome in it, which the caller reads after {@link GroupCommit#submit}
 */
public interface Committing<T> {

    /**
     * Decides on one request, as if the earlier ones of the group had happened, and adds to the group what is to be
     * made durable: nothing, if the request changes nothing. Must not change what readers see.
     *
     * @throws io.graft.api.persistence.StoreException if the request is refused; then nothing of it is written, and the
     *     others are not affected. Any other exception makes the store read-only
     */
    void prepare(T request, GroupBuffer group);

    /**
     * The group is durable: makes its changes visible. The requests were accepted by {@link #prepare}, in this order.
     * Must not fail: an exception makes the store read-only.
     *
     * @param sequence the group's number; the same as that of the group before when nothing was written
     */
    void apply(long sequence, List<T> requests);

    /**
     * The group could not be written, or none of its requests was accepted: forgets what {@link #prepare} noted. The
     * callers get an exception.
     */
    void discard(List<T> requests);

    /**
     * The log goes on in its other segment. The segment that was left holds nothing newer than this group, all of which
     * has been applied, and is used again only after {@link GroupCommit#checkpointed} was called with this number.
     * Called after {@code prepare} and before {@code apply} of the group that comes to stand in the other segment.
     */
    void rolled(long lastSequence);
}
