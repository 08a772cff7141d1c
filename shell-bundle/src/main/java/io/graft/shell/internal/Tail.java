package io.graft.shell.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.Delivery;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.EdgexTopics;
import java.io.PrintStream;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Listens to events. Holds up nobody: what comes faster than it can be shown is dropped, and counted.
 */
final class Tail implements AutoCloseable {

    private static final int ROOM = 1000;
    private static final long ROOM_BYTES = 8L << 20;
    private static final long LOOK_MILLIS = 500;
    /** Levels after the prefix: events, who published it, service, profile, device, source. */
    private static final int DEVICE_LEVEL = 4;

    private final EdgexTopics topics;
    private final String device;
    private final int deviceLevel;
    private final BlockingQueue<Delivery> waiting = new ArrayBlockingQueue<>(ROOM);
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final BusSubscription subscription;
    private long shown;
    private long unreadable;

    /** @param device whose events; null for all */
    Tail(Bus bus, String device) {
        this.topics = bus.topics();
        this.device = device;
        this.deviceLevel = (int) topics.prefix().chars().filter(c -> c == '/').count() + 1 + DEVICE_LEVEL;
        subscription = bus.subscribe(
                SubscriptionSpec.transientOne("tail-" + UUID.randomUUID(), Qos.AT_MOST_ONCE, topics.events()),
                this::take);
    }

    /**
     * Shows what comes, until the thread is interrupted or nobody can see it any more.
     *
     * @param most how many events to show; 0 for any number
     */
    void show(PrintStream out, boolean json, int most) {
        try {
            while ((most == 0 || shown < most) && !out.checkError()) {
                Delivery next = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    waitingBytes.addAndGet(-next.message().payload().length);
                    show(next, out, json);
                }
            }
        } catch (InterruptedException e) {
            // Ctrl-C is how it ends.
        }
    }

    String summary() {
        long lost = dropped.get();
        return shown
                + (shown == 1 ? " event" : " events")
                + (unreadable == 0 ? "" : ", " + unreadable + " messages that are no events")
                + (lost == 0 ? "." : ", " + lost + " more came too fast to be shown.");
    }

    @Override
    public void close() {
        subscription.cancel();
    }

    private void take(Delivery delivery) {
        if (device == null || topics.matches(level(delivery.message().topic()), device)) {
            if (!offer(delivery)) {
                dropped.incrementAndGet();
            }
        }
        delivery.acknowledge();
    }

    /** A message that is larger than all the room comes alone. */
    private boolean offer(Delivery delivery) {
        int size = delivery.message().payload().length;
        long before = waitingBytes.getAndAdd(size);
        if ((before == 0 || before + size <= ROOM_BYTES) && waiting.offer(delivery)) {
            return true;
        }
        waitingBytes.addAndGet(-size);
        return false;
    }

    private void show(Delivery delivery, PrintStream out, boolean json) {
        JsonNode event = EventText.event(delivery.message().payload());
        if (event == null) {
            unreadable++;
            return;
        }
        shown++;
        out.println(json ? event.toString() : EventText.line(event));
        out.flush();
    }

    /** The level that names the device; empty if there is none. */
    private String level(String topic) {
        String[] levels = topic.split("/", -1);
        return levels.length > deviceLevel ? levels[deviceLevel] : "";
    }
}
