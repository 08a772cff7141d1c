package io.graft.keeper.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.api.bus.Qos;
import io.graft.api.metrics.Metrics;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.Envelope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says on the message bus which keys have changed, as EdgeX does: what was put or deleted here, after it is durable, and
 * the settings of the gateway's services that were changed in another way, by a file or in the shell. What the bus does
 * not take is not said again: whoever listens reads all keys when he starts. Thread-safe.
 */
final class ConfigChanges implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigChanges.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WAITING = 1000;
    private static final long IDLE_SECONDS = 10;
    private static final long CLOSE_SECONDS = 2;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Bus bus;
    private final Function<String, Map<String, String>> settings;
    private final Metrics.Counter published;
    private final Metrics.Counter failed;
    private final AtomicLong failureSaid = new AtomicLong(System.nanoTime() - MINUTE);
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                Thread created = new Thread(task, "graft-keeper-changes");
                created.setDaemon(true);
                return created;
            });
    private final Map<String, Map<String, String>> seen = new HashMap<>();
    private final Map<String, String> said = new HashMap<>();

    /** @param settings the settings of a service in force, by their keys */
    ConfigChanges(Bus bus, Metrics metrics, Function<String, Map<String, String>> settings) {
        this.bus = bus;
        this.settings = settings;
        published = metrics.counter(
                "graft_config_changes_published_total", "Changed keys that the message bus was told of.");
        failed = metrics.counter(
                "graft_config_changes_lost_total", "Changed keys that the message bus could not be told of.");
        thread.allowCoreThreadTimeOut(true);
    }

    /** A key has another value. */
    void put(String key, JsonNode value) {
        ObjectNode change = JSON.createObjectNode().put("key", key);
        change.set("value", value);
        publish(key, change);
    }

    /** A key is gone, or a setting is back to its default. */
    void deleted(String key) {
        publish(key, JSON.createObjectNode().put("key", key));
    }

    /** The settings of a service may have changed, or the service is there now; looks later, on another thread. */
    void look(String service) {
        later(() -> compare(service));
    }

    /** These settings are being changed, and that is said otherwise. */
    void begin(Map<String, String> values) {
        later(() -> said.putAll(values));
    }

    /**
     * The change of these settings has ended.
     *
     * @param made whether they are in force now; a service may tell later that it has changed
     */
    void end(Map<String, String> values, boolean made) {
        later(() -> {
            said.keySet().removeAll(values.keySet());
            if (made) {
                seen.values().forEach(settingsSeen -> settingsSeen.replaceAll(values::getOrDefault));
            }
        });
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                failed.add(thread.shutdownNow().size());
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void compare(String service) {
        Map<String, String> now = new HashMap<>(settings.apply(service));
        Map<String, String> before = seen.put(service, now);
        if (before != null) {
            now.forEach((key, value) -> {
                boolean changed = before.containsKey(key) && !value.equals(before.get(key));
                if (changed && !value.equals(said.get(key))) {
                    put(key, JSON.getNodeFactory().textNode(value));
                }
            });
        }
    }

    private void publish(String key, ObjectNode change) {
        Envelope envelope = Envelope.json(change.toString().getBytes(StandardCharsets.UTF_8));
        try {
            bus.publish(bus.topics().config(key), envelope, Qos.AT_LEAST_ONCE).whenComplete((taken, failure) -> {
                if (failure == null) {
                    published.add(1);
                } else {
                    lost(key, failure);
                }
            });
        } catch (IllegalArgumentException e) {
            lost(key, e);
        }
    }

    private void later(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            lost("(any)", e);
        }
    }

    private void lost(String key, Throwable failure) {
        failed.add(1);
        long last = failureSaid.get();
        long now = System.nanoTime();
        if (now - last >= MINUTE && failureSaid.compareAndSet(last, now)) {
            LOG.warn(
                    "Key {} has changed, which could not be said on the message bus: {}. {} changes were not said so far",
                    key,
                    failure.getMessage(),
                    failed.sum());
        }
    }
}
