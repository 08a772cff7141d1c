package io.graft.benchmarks.internal.mqtt;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How to publish.
 *
 * @param broker where
 * @param clients how many connections
 * @param underWay how many publications each of them may have that are not acknowledged
 * @param qos 0 or 1
 * @param perSecond publications a second of all clients in an open loop; 0 for as fast as they are acknowledged
 * @param patience how long an acknowledgement may take
 */
public record PublishSpec(
        InetSocketAddress broker, int clients, int underWay, int qos, double perSecond, Duration patience) {}
