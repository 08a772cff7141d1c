package io.graft.persistence.binding;

import io.graft.api.persistence.ProviderProperties;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.Constants;

/** One store with the number of calls that are in it. Once closed it lets no further call in. */
final class Lease<S> {

    private static final int CLOSED = Integer.MIN_VALUE;

    private final S store;
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch drained = new CountDownLatch(1);
    private final Outage outage = new Outage();
    private volatile Map<String, ?> properties;

    Lease(S store, Map<String, ?> properties) {
        this.store = store;
        this.properties = properties;
    }

    S store() {
        return store;
    }

    Outage outage() {
        return outage;
    }

    /** The store's service properties. */
    Map<String, ?> properties() {
        return properties;
    }

    void properties(Map<String, ?> changed) {
        properties = changed;
    }

    String provider() {
        return String.valueOf(properties.get(ProviderProperties.PROVIDER));
    }

    int ranking() {
        return properties.get(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0;
    }

    Binding.Bound bound() {
        Object version = properties.get(ProviderProperties.VERSION);
        Object bundle = properties.get(Constants.SERVICE_BUNDLEID);
        return new Binding.Bound(
                provider(), version == null ? "" : version.toString(), bundle instanceof Long id ? id : -1);
    }

    /** Lets a call in, unless closed; each one let in must {@link #leave}. */
    boolean enter() {
        int n = calls.get();
        while (n >= 0) {
            if (calls.compareAndSet(n, n + 1)) {
                return true;
            }
            n = calls.get();
        }
        return false;
    }

    void leave() {
        if (calls.decrementAndGet() == CLOSED) {
            drained.countDown();
        }
    }

    /** Lets nobody in any more and waits until the last call has left; returns how many have not. */
    int closeAndDrain(Duration timeout) {
        if (calls.getAndUpdate(n -> n | CLOSED) == 0) {
            return 0;
        }
        try {
            return drained.await(timeout.toNanos(), TimeUnit.NANOSECONDS) ? 0 : calls.get() & ~CLOSED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return calls.get() & ~CLOSED;
        }
    }
}
