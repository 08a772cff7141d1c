package io.graft.bus.broker.internal.mqtt;

import java.time.Duration;

/**
 * What a client said of itself.
 *
 * @param clean whether it wants no session of before
 * @param sessionExpiry how long its session outlives the connection
 * @param receiveMaximum how many messages it takes before it acknowledges
 * @param maximumPacketSize the largest packet that it takes, in bytes
 */
record Client(
        String id,
        boolean version5,
        boolean clean,
        Duration sessionExpiry,
        Duration keepAlive,
        int receiveMaximum,
        long maximumPacketSize) {}
