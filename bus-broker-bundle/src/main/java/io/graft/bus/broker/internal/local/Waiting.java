package io.graft.bus.broker.internal.local;

import io.graft.bus.broker.internal.route.Publication;
import io.graft.bus.broker.internal.route.Receipt;

/** A publication that waits for a place in the window of a subscription. */
final class Waiting {

    final Publication publication;
    /** Null if nobody waits for the acknowledgement. */
    final Receipt receipt;

    final int qos;
    boolean held;
    boolean repeated;

    Waiting(Publication publication, Receipt receipt, int qos) {
        this.publication = publication;
        this.receipt = receipt;
        this.qos = qos;
    }

    /** Lets its publisher go on, if that was stopped for it. */
    void unhold() {
        if (held) {
            held = false;
            publication.origin().release();
        }
    }

    /** Nobody will deal with it any more, and nobody has to. */
    void giveUp() {
        unhold();
        if (receipt != null) {
            receipt.done();
        }
    }
}
