package io.graft.bus.binding.internal;

import io.graft.api.bus.BusException;
import io.graft.api.bus.BusProperties;
import io.graft.api.bus.BusStatus;
import io.graft.api.bus.MessageBus;
import io.graft.bus.binding.BusBindingStatus.BusProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A provider that is installed, and what is open on it. Safe for use by many threads. */
final class Link {

    private final MessageBus bus;
    private volatile Map<String, ?> properties;
    private int deliveries;
    private int requests;

    Link(MessageBus bus, Map<String, ?> properties) {
        this.bus = bus;
        this.properties = Map.copyOf(properties);
    }

    MessageBus bus() {
        return bus;
    }

    Map<String, ?> properties() {
        return properties;
    }

    void properties(Map<String, ?> changed) {
        properties = Map.copyOf(changed);
    }

    String name() {
        return text(BusProperties.PROVIDER);
    }

    int ranking() {
        return properties.get("service.ranking") instanceof Integer ranking ? ranking : 0;
    }

    BusProvider provider() {
        long bundle = properties.get("service.bundleid") instanceof Long id ? id : -1;
        return new BusProvider(name(), text(BusProperties.VERSION), bundle, status());
    }

    private BusStatus status() {
        try {
            return bus.status();
        } catch (BusException e) {
            return new BusStatus(false, "", "it does not say how it is: " + e.getMessage(), -1, 0, 0, 0, 0, List.of());
        }
    }

    synchronized void deliveryBegins() {
        deliveries++;
    }

    synchronized void deliveriesEnd(int number) {
        deliveries -= number;
        if (deliveries == 0) {
            notifyAll();
        }
    }

    synchronized void requestBegins() {
        requests++;
    }

    synchronized void requestEnds() {
        requests--;
        if (requests == 0) {
            notifyAll();
        }
    }

    synchronized int requests() {
        return requests;
    }

    /**
     * Waits until nothing is open.
     *
     * @return how many deliveries and requests still are
     */
    synchronized int drain(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (deliveries + requests > 0) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    break;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return deliveries + requests;
    }

    private String text(String property) {
        Object value = properties.get(property);
        return value == null ? "" : value.toString();
    }
}
