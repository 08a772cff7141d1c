package io.graft.device.sdk.internal;

import io.graft.api.metrics.Metrics;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.Telemetry;

/** What a device service counts, for metrics and as EdgeX's telemetry. */
final class ServiceMetrics implements Outbox.Counts, AutoCloseable {

    private final Metrics.Counter sent;
    private final Metrics.Counter dropped;
    private final Metrics.Counter skipped;
    private final Telemetry telemetry;

    ServiceMetrics(Metrics metrics, Bus bus, String service) {
        sent = metrics.counter("graft_device_events_total", "Events sent by a device service.", "service", service);
        dropped = metrics.counter(
                "graft_device_events_dropped_total",
                "Events given up, since newer ones had to be kept while they could not be sent.",
                "service",
                service);
        skipped = metrics.counter(
                "graft_device_readings_skipped_total",
                "Automatic readings left out, since the one before still ran.",
                "service",
                service);
        telemetry = bus.telemetry(service).counter("EventsSent", sent::sum);
    }

    @Override
    public void sent(int events) {
        sent.add(events);
    }

    @Override
    public void dropped(int events) {
        dropped.add(events);
    }

    void skipped() {
        skipped.add(1);
    }

    @Override
    public void close() {
        telemetry.close();
    }
}
