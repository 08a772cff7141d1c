package io.graft.bus.tck;

import io.graft.api.bus.BusListener;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A listener that remembers what it heard, acknowledges it or not, and how much was open at most. */
public final class Heard implements BusListener {

    private final boolean acknowledging;
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Delivery> open = new ArrayList<>();
    private int mostOpen;
    private long mostOpenBytes;

    private Heard(boolean acknowledging) {
        this.acknowledging = acknowledging;
    }

    /** Acknowledges at once. */
    public static Heard acknowledging() {
        return new Heard(true);
    }

    /** Acknowledges when told to. */
    public static Heard holding() {
        return new Heard(false);
    }

    @Override
    public void deliver(Delivery delivery) {
        remember(delivery);
        if (acknowledging) {
            delivery.acknowledge();
        }
    }

    private synchronized void remember(Delivery delivery) {
        deliveries.add(delivery);
        if (acknowledging) {
            return;
        }
        open.add(delivery);
        mostOpen = Math.max(mostOpen, open.size());
        mostOpenBytes = Math.max(
                mostOpenBytes,
                open.stream().mapToLong(each -> each.message().payload().length).sum());
    }

    /** Acknowledges the one that has been open for longest; false if there is none. */
    public boolean acknowledgeOldest() {
        Delivery oldest;
        synchronized (this) {
            if (open.isEmpty()) {
                return false;
            }
            oldest = open.remove(0);
        }
        oldest.acknowledge();
        return true;
    }

    public synchronized List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    public synchronized List<BusMessage> messages() {
        return deliveries.stream().map(Delivery::message).toList();
    }

    /** The payloads as text, in order. */
    public synchronized List<String> texts() {
        return deliveries.stream()
                .map(delivery -> new String(delivery.message().payload(), StandardCharsets.UTF_8))
                .toList();
    }

    public synchronized int count() {
        return deliveries.size();
    }

    public synchronized int open() {
        return open.size();
    }

    public synchronized int mostOpen() {
        return mostOpen;
    }

    public synchronized long mostOpenBytes() {
        return mostOpenBytes;
    }

    /** How often each text was heard. */
    public synchronized Map<String, Integer> counts() {
        Map<String, Integer> counts = new HashMap<>();
        texts().forEach(text -> counts.merge(text, 1, Integer::sum));
        return counts;
    }
}
