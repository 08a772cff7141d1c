package io.graft.bus.mqtt.internal;

/**
 * Counts what is delivered and not acknowledged yet, against the window. When a connection ends its deliveries come again
 * by the next one and no longer count; but whoever keeps them unacknowledged gets no more than a second window of others,
 * so that connections which come and go fill no memory. Safe for use by many threads.
 */
final class Window {

    private final int messages;
    private final long bytes;
    private int open;
    private long openBytes;
    private int orphans;
    private long orphanBytes;
    private int connection;

    Window(int messages, long bytes) {
        this.messages = messages;
        this.bytes = bytes;
    }

    /** Takes a place for a message of so many bytes, if there is one: one that is larger than the window comes alone. */
    synchronized boolean enter(long size) {
        if (fits(size)) {
            open++;
            openBytes += size;
            return true;
        }
        return false;
    }

    /**
     * Gives a place back.
     *
     * @param taken the {@link #connection} when it was taken
     */
    synchronized void leave(long size, int taken) {
        if (taken == connection) {
            open--;
            openBytes -= size;
        } else {
            orphans--;
            orphanBytes -= size;
        }
    }

    /** The connection has ended: what it brought is not waited for. */
    synchronized void lost() {
        connection++;
        orphans += open;
        orphanBytes += openBytes;
        open = 0;
        openBytes = 0;
    }

    synchronized int connection() {
        return connection;
    }

    synchronized int open() {
        return open;
    }

    synchronized boolean full() {
        return open >= messages || openBytes >= bytes;
    }

    /**
     * Whether it is worth going on: half of the window is free, and there is a place for the next message.
     *
     * @param next its size
     */
    synchronized boolean roomy(long next) {
        return open <= messages / 2 && openBytes <= bytes / 2 && fits(next);
    }

    private boolean fits(long size) {
        boolean alone = open == 0 && orphans < messages;
        boolean room = open < messages
                && openBytes + size <= bytes
                && open + orphans < 2L * messages
                && openBytes + orphanBytes + size <= 2 * bytes;
        return alone || room;
    }
}
