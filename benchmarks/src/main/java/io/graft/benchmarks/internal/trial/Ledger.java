package io.graft.benchmarks.internal.trial;

import java.util.BitSet;

/**
 * What the gateway promised: which events of the one stream it acknowledged. One load at a
 * time writes; read when it has ended.
 */
final class Ledger {

    private final BitSet acknowledged = new BitSet();

    void acknowledged(long event) {
        acknowledged.set(Math.toIntExact(event));
    }

    boolean isAcknowledged(long event) {
        return acknowledged.get((int) event);
    }

    long acknowledged() {
        return acknowledged.cardinality();
    }
}
