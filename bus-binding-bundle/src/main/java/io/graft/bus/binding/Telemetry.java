package io.graft.bus.binding;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Publishes figures of one service to {@code <prefix>/telemetry/<service>/<metric>} at an interval, as EdgeX's metrics.
 * Values are asked for by a thread of the bus: quickly, and without throwing. Safe for use by many threads.
 */
@ProviderType
public interface Telemetry extends AutoCloseable {

    /**
     * Adds a number that only grows.
     *
     * @param metric its name, e.g. {@code EventsPersisted}; a second one of this name takes the place of the first
     * @return this
     */
    Telemetry counter(String metric, LongSupplier value);

    /**
     * Adds a number that goes up and down.
     *
     * @param metric its name; a second one of this name takes the place of the first
     * @param value what is not a finite number is not published
     * @return this
     */
    Telemetry gauge(String metric, DoubleSupplier value);

    /** Stops. */
    @Override
    void close();
}
