package io.graft.itests.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Devices that publish events at least once as long as it is open, and remember every acknowledgement. */
public final class BusTraffic implements AutoCloseable {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(90).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();

    private final int port;
    private final ExecutorService threads;
    private final Ledger events;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private volatile boolean enough;

    /**
     * Begins.
     *
     * @param port of the broker on loopback
     * @param events is told what was acknowledged
     */
    public BusTraffic(int port, int devices, Ledger events) {
        this.port = port;
        this.events = events;
        this.threads = Executors.newFixedThreadPool(devices);
        for (int i = 0; i < devices; i++) {
            String device = "device-" + port + "-" + i;
            threads.execute(() -> publish(device));
        }
    }

    /** Publishes one event, whether anybody takes it or not. */
    public static void probe(int port, Ledger events) throws IOException {
        UUID id = UUID.randomUUID();
        events.unclear(id);
        try (MqttDevice connection = new MqttDevice(port, "probe")) {
            connection.publish("edgex/events/device/x/p/probe/s", envelope(id, "probe"));
        }
    }

    /** Waits until so many more events are acknowledged. */
    public void more(int count) {
        long until = acknowledged.get() + count;
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (acknowledged.get() < until) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no " + count + " events are acknowledged within the time; " + this);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Why connections ended. */
    public Queue<String> failures() {
        return failures;
    }

    private void publish(String device) {
        UUID id = UUID.randomUUID();
        while (!enough) {
            try (MqttDevice connection = new MqttDevice(port, device)) {
                while (!enough) {
                    events.unclear(id);
                    connection.publish("edgex/events/device/x/p/" + device + "/s", envelope(id, device));
                    events.acknowledged(id);
                    acknowledged.incrementAndGet();
                    id = UUID.randomUUID();
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (IOException e) {
                // What was under way is published again, as MQTT has it.
                failures.add(device + ": " + e);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static String envelope(UUID id, String device) {
        return "{\"apiVersion\":\"v3\",\"correlationID\":\"" + UUID.randomUUID()
                + "\",\"errorCode\":0,\"contentType\":\"application/json\",\"payload\":" + Client.event(id, device)
                + "}";
    }

    /** Ends it, once every device has its last acknowledgement. */
    @Override
    public void close() {
        enough = true;
        threads.shutdown();
        boolean ended = false;
        try {
            ended = threads.awaitTermination(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            threads.shutdownNow();
            throw new AssertionError("the last events are not acknowledged within the time; " + this);
        }
    }

    @Override
    public String toString() {
        return acknowledged + " events are acknowledged, connections ended: " + failures;
    }
}
