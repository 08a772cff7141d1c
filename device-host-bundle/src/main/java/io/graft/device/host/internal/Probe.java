package io.graft.device.host.internal;

/** Measures a part of the machine. Used by one thread. */
@FunctionalInterface
interface Probe {

    /** Adds what it can measure now; takes milliseconds, throws nothing. */
    void measure(Sample sample);
}
