package io.graft.rest.internal;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Byte arrays that are used again and again; keeps a few. */
final class BufferPool {

    static final int SIZE = 32 * 1024;

    private static final int KEPT = 32;

    private final ConcurrentLinkedQueue<byte[]> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger kept = new AtomicInteger();

    byte[] take() {
        byte[] buffer = free.poll();
        if (buffer == null) {
            return new byte[SIZE];
        }
        kept.decrementAndGet();
        return buffer;
    }

    void giveBack(byte[] buffer) {
        if (kept.incrementAndGet() > KEPT) {
            kept.decrementAndGet();
        } else {
            free.add(buffer);
        }
    }
}
