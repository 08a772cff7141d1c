package io.graft.benchmarks.internal.trial;

import io.graft.benchmarks.internal.api.ApiClient;
import io.graft.benchmarks.internal.api.EventStream;
import io.graft.benchmarks.internal.mqtt.MqttSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Publishes an event again and again, and asks core-data for it until it is there. */
final class ReadableProbe {

    private static final long PAUSE_MILLIS = 20;
    private static final long PATIENCE = Duration.ofSeconds(30).toNanos();

    private final InetSocketAddress broker;
    private final ApiClient data;
    private final Histogram latency = new Histogram(3);

    ReadableProbe(InetSocketAddress broker, ApiClient data) {
        this.broker = broker;
        this.data = data;
    }

    /** Goes on for a time; gives the times from before each publication to the end of the answer that has the event. */
    Histogram run(Duration time) throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        try (MqttSocket device = new MqttSocket(broker, "bench-probe")) {
            while (System.nanoTime() < end) {
                latency.recordValue(once(device));
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
        return latency;
    }

    private long once(MqttSocket device) throws IOException, InterruptedException {
        UUID id = UUID.randomUUID();
        long before = System.nanoTime();
        device.publish(EventStream.TOPICS + "/bench-service/bench-profile/bench-probe/Int32", EventStream.single(id));
        while (!data.has("/api/v3/event/id/" + id)) {
            if (System.nanoTime() - before > PATIENCE) {
                throw new IOException("the event " + id + " was acknowledged, and can't be read");
            }
        }
        return System.nanoTime() - before;
    }
}
