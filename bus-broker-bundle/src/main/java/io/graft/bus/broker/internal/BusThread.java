package io.graft.bus.broker.internal;

import io.netty.util.concurrent.FastThreadLocalThread;

/** A thread of the bus: it may call listeners. */
public final class BusThread extends FastThreadLocalThread {

    /** A daemon that sees the bundle's classes. */
    public BusThread(Runnable work, String name) {
        super(work, name);
        setDaemon(true);
        setContextClassLoader(BusThread.class.getClassLoader());
    }

    /** Whether the current thread is one. */
    public static boolean isCurrent() {
        return Thread.currentThread() instanceof BusThread;
    }
}
