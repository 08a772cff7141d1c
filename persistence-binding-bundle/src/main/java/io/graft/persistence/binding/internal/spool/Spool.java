package io.graft.persistence.binding.internal.spool;

import io.graft.api.model.Event;
import java.io.Closeable;
import java.util.List;
import java.util.OptionalLong;

/**
 * Keeps events, in the order in which they came, until somebody has taken care of them. Many threads append; one at a
 * time peeks and releases. All other methods may be called by any thread and answer at once.
 */
public interface Spool extends Closeable {

    /**
     * Adds an event; it is durable on return.
     *
     * @throws io.graft.api.persistence.StoreUnavailableException FULL: the limit or the disk does not hold it, nothing
     *     was kept; READ_ONLY: the disk failed; BUSY: too much is being written; TIMEOUT: the disk does not answer, the
     *     event may be kept; CLOSED
     */
    default void append(Event event) {
        append(List.of(event));
    }

    /** Adds events, all or none, as {@link #append(Event)} does one. */
    void append(List<Event> events);

    /**
     * The oldest events that are not released; empty when there are none. The same ones again until they are released.
     *
     * @param maxEvents at most so many, at least 1
     * @param maxBytes at most so many bytes of the spool's files, but always the first event
     * @throws io.graft.api.persistence.CorruptStoreException if an event can't be read back; nothing is changed
     * @throws io.graft.api.persistence.StoreUnavailableException if the disk failed, or CLOSED
     */
    List<Spooled> peek(int maxEvents, long maxBytes);

    /**
     * Everything up to and including a position is done and never comes back, durably on return. A position that was
     * released before changes nothing.
     *
     * @throws IllegalArgumentException if the position is beyond {@link #lastPosition()}
     * @throws io.graft.api.persistence.StoreUnavailableException if the disk failed: the events may come back; or CLOSED
     */
    void release(long position);

    /** The position of the newest event that was ever spooled; 0 before the first. */
    long lastPosition();

    /** Up to where events are released. */
    long releasedPosition();

    /** How many events are not released. */
    long events();

    /** How many bytes the events that are not released take, the rest of a file that is partly released included. */
    long bytes();

    /** When the oldest event that is not released was spooled, as {@link Spooled#spooledAtMillis()}. */
    OptionalLong oldestMillis();

    /**
     * How many bytes may be taken from now on; what is there stays.
     *
     * @param maxBytes 0 for none: then every event is refused
     */
    void limit(long maxBytes);

    /** Ends it; what was acknowledged is there when it is opened again. */
    @Override
    void close();
}
