package io.graft.api.bus;

/** What the bus promises for a message; MQTT's quality of service 0 and 1. */
public enum Qos {
    /** May be lost with a connection. What is given up otherwise is counted. */
    AT_MOST_ONCE,
    /** Arrives, perhaps more than once. */
    AT_LEAST_ONCE
}
