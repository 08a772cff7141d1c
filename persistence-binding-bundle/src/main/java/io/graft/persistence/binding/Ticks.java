package io.graft.persistence.binding;

import java.util.function.LongSupplier;

/**
 * The clocks that a gate goes by.
 *
 * @param millis the wall clock, in milliseconds since 1970
 * @param nanos time that never goes back, in nanoseconds since whenever
 */
record Ticks(LongSupplier millis, LongSupplier nanos) {

    static final Ticks SYSTEM = new Ticks(System::currentTimeMillis, System::nanoTime);
}
