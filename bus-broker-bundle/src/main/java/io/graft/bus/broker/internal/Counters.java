package io.graft.bus.broker.internal;

import java.util.concurrent.atomic.LongAdder;

/**
 * What was counted since the broker's start.
 *
 * @param published by the gateway
 * @param received by the gateway
 * @param dropped given up for want of room
 * @param rejected messages and connections
 */
public record Counters(LongAdder published, LongAdder received, LongAdder dropped, LongAdder rejected) {

    public Counters() {
        this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
    }
}
