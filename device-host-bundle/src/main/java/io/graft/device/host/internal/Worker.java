package io.graft.device.host.internal;

import io.graft.api.metrics.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the device and then sends an event at every interval, on a thread of its own, until stopped. An event that
 * can't be handed over is dropped: a second later it is worth nothing.
 */
final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(250);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);
    private static final Duration WARN_EVERY = Duration.ofMinutes(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final EdgexClient client;
    private final Supplier<Sample> probe;
    private final String baseAddress;
    private final Metrics.Counter sent;
    private final Metrics.Counter dropped;
    private final Thread thread = new Thread(this::run, "graft-device-host");
    private final Object wake = new Object();
    private Duration interval;
    private boolean stopped;
    private long warnedAt = Long.MIN_VALUE;
    private long unreported;

    /**
     * @param client closed when the worker is
     * @param probe called by the worker's thread only
     */
    Worker(EdgexClient client, Supplier<Sample> probe, String baseAddress, Duration interval, Metrics metrics) {
        this.client = client;
        this.probe = probe;
        this.baseAddress = baseAddress;
        this.interval = interval;
        sent = metrics.counter("graft_device_host_events_total", "Events handed to core-data.");
        dropped = metrics.counter("graft_device_host_events_dropped_total", "Events that core-data did not take.");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, e) -> LOG.error("the machine is no longer measured", e));
    }

    void start() {
        thread.start();
    }

    /** Changes the time from one event to the next, at once. */
    void interval(Duration changed) {
        synchronized (wake) {
            interval = changed;
            wake.notifyAll();
        }
    }

    /** Ends a running request and the thread; waits for its end, for a bounded time. */
    @Override
    public void close() {
        synchronized (wake) {
            stopped = true;
            wake.notifyAll();
        }
        client.close();
        try {
            thread.join(STOP_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("thread {} has not ended within {} s", thread.getName(), STOP_TIMEOUT.toSeconds());
        }
    }

    private void run() {
        try {
            if (register()) {
                measure();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says whether core-metadata knows the device; false only if stopped. */
    private boolean register() throws InterruptedException {
        Duration backoff = FIRST_BACKOFF;
        while (!isStopped()) {
            try {
                client.register(baseAddress);
                LOG.info("device {} is registered", Inventory.DEVICE);
                return true;
            } catch (IOException e) {
                LOG.debug("device {} can't be registered yet", Inventory.DEVICE, e);
                if (backoff.equals(MAX_BACKOFF) && !isStopped()) {
                    warn("device " + Inventory.DEVICE + " can't be registered yet: " + e.getMessage());
                }
            }
            sleepUntil(System.nanoTime() + backoff.toNanos());
            Duration doubled = backoff.multipliedBy(2);
            backoff = doubled.compareTo(MAX_BACKOFF) > 0 ? MAX_BACKOFF : doubled;
        }
        return false;
    }

    private void measure() throws InterruptedException {
        LOG.debug("{} values can be measured at once", probe.get().values().size());
        long last = System.nanoTime();
        while (awaitNext(last)) {
            last = System.nanoTime();
            Sample sample = probe.get();
            if (!sample.values().isEmpty()) {
                send(EventWriter.write(sample, UUID.randomUUID(), Instant.now()));
            }
        }
    }

    private void send(byte[] event) {
        try {
            client.post(event);
            if (sent.sum() == 0) {
                LOG.info("device {} has sent its first event", Inventory.DEVICE);
            }
            sent.add(1);
        } catch (IOException e) {
            if (!isStopped()) {
                dropped.add(1);
                unreported++;
                warn("an event of device " + Inventory.DEVICE + " is dropped (" + unreported
                        + " since the last such message): " + e.getMessage());
            }
        }
    }

    /** At most once a minute, so that an outage does not fill the log. */
    private void warn(String message) {
        long now = System.nanoTime();
        if (warnedAt == Long.MIN_VALUE || now - warnedAt >= WARN_EVERY.toNanos()) {
            LOG.warn(message);
            warnedAt = now;
            unreported = 0;
        }
    }

    /** Waits until an interval has passed since a moment; the interval may change meanwhile. False if stopped. */
    private boolean awaitNext(long since) throws InterruptedException {
        synchronized (wake) {
            while (!stopped) {
                long left = since + interval.toNanos() - System.nanoTime();
                if (left <= 0) {
                    return true;
                }
                wake.wait(left / 1_000_000, (int) (left % 1_000_000));
            }
            return false;
        }
    }

    private void sleepUntil(long nanos) throws InterruptedException {
        synchronized (wake) {
            for (long left = nanos - System.nanoTime(); left > 0 && !stopped; left = nanos - System.nanoTime()) {
                wake.wait(left / 1_000_000 + 1);
            }
        }
    }

    private boolean isStopped() {
        synchronized (wake) {
            return stopped;
        }
    }
}
