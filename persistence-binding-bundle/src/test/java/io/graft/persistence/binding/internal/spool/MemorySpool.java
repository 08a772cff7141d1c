package io.graft.persistence.binding.internal.spool;

import io.graft.api.model.Event;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** A spool that forgets everything when it is closed; an event counts for 1,000 bytes. */
public final class MemorySpool implements Spool {

    public static final int EVENT_BYTES = 1_000;

    private final Deque<Spooled> kept = new ArrayDeque<>();
    private final LongSupplier clock;
    private long maxBytes = Long.MAX_VALUE;
    private long last;
    private boolean closed;

    /** With the time of the machine. */
    public MemorySpool() {
        this(System::currentTimeMillis);
    }

    public MemorySpool(LongSupplier clockMillis) {
        this.clock = clockMillis;
    }

    @Override
    public synchronized void append(List<Event> events) {
        requireOpen();
        if (bytes() + (long) events.size() * EVENT_BYTES > maxBytes) {
            throw new StoreUnavailableException(Reason.FULL, "the spool holds " + bytes() + " of " + maxBytes);
        }
        for (Event event : events) {
            kept.add(new Spooled(++last, clock.getAsLong(), event));
        }
    }

    @Override
    public synchronized List<Spooled> peek(int maxEvents, long maxBytes) {
        requireOpen();
        List<Spooled> oldest = new ArrayList<>();
        for (Spooled each : kept) {
            if (oldest.size() == maxEvents || (!oldest.isEmpty() && (oldest.size() + 1L) * EVENT_BYTES > maxBytes)) {
                break;
            }
            oldest.add(each);
        }
        return oldest;
    }

    @Override
    public synchronized void release(long position) {
        requireOpen();
        if (position > last) {
            throw new IllegalArgumentException("nothing was spooled at " + position + " yet");
        }
        while (!kept.isEmpty() && kept.peek().position() <= position) {
            kept.remove();
        }
    }

    @Override
    public synchronized long lastPosition() {
        return last;
    }

    @Override
    public synchronized long releasedPosition() {
        return kept.isEmpty() ? last : kept.peek().position() - 1;
    }

    @Override
    public synchronized long events() {
        return kept.size();
    }

    @Override
    public synchronized long bytes() {
        return (long) kept.size() * EVENT_BYTES;
    }

    @Override
    public synchronized OptionalLong oldestMillis() {
        return kept.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(kept.peek().spooledAtMillis());
    }

    @Override
    public synchronized void limit(long newMaxBytes) {
        maxBytes = newMaxBytes;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException(Reason.CLOSED, "the spool is closed");
        }
    }
}
