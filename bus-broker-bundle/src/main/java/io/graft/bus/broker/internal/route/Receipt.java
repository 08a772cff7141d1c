package io.graft.bus.broker.internal.route;

import java.util.concurrent.atomic.AtomicInteger;

/** The acknowledgement of a publication: complete when all who were expected to, the router among them, have done. */
public abstract class Receipt {

    private final AtomicInteger open = new AtomicInteger(1);

    /** One more has to acknowledge. */
    public final void expect() {
        open.incrementAndGet();
    }

    /** One has. */
    public final void done() {
        if (open.decrementAndGet() == 0) {
            completed();
        }
    }

    /** All have. Called once, by any thread. */
    protected abstract void completed();
}
