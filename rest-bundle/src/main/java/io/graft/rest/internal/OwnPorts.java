package io.graft.rest.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps each service's own port open. All changes are made by one thread, in the order in which they are asked for; a
 * port that can't be bound is tried again, ever more seldom, without touching the others.
 */
final class OwnPorts {

    private static final Logger LOG = LoggerFactory.getLogger(OwnPorts.class);
    private static final long FIRST_RETRY_MILLIS = 500;
    private static final long LAST_RETRY_MILLIS = 30_000;
    private static final long CLOSE_SECONDS = 10;

    /** What a service wants. */
    private record Wish(String service, String pid, int port) {}

    private static final class Held {
        private final Wish wish;
        private OwnPort port;
        private Future<?> retry;
        private ServiceRegistration<ConnectorFactory> registration;

        Held(Wish wish) {
            this.wish = wish;
        }
    }

    private final BundleContext context;
    private final Map<String, Held> held = new HashMap<>();

    /** The services whose wish is fulfilled; read by other threads. */
    private final Set<String> open = ConcurrentHashMap.newKeySet();

    private final ScheduledThreadPoolExecutor worker;
    private RestSettings settings;

    OwnPorts(BundleContext context, RestSettings settings) {
        this.context = context;
        this.settings = settings;
        this.worker = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "graft-rest-ports");
            thread.setDaemon(true);
            return thread;
        });
        worker.setKeepAliveTime(5, TimeUnit.SECONDS);
        worker.allowCoreThreadTimeOut(true);
    }

    /** The service through whose port a request came, if it was a service's own. */
    static Optional<String> ownerOf(HttpServletRequest request) {
        return request.getAttribute(OwnPort.OWNER) instanceof String owner ? Optional.of(owner) : Optional.empty();
    }

    /** Whether a service's port is open, or it wants none. */
    boolean isOpen(String service) {
        return open.contains(service);
    }

    /** Opens a service's port, or moves it. */
    void open(String service, String pid, int port) {
        worker.execute(() -> change(new Wish(service, pid, port)));
    }

    /** Closes a service's port. */
    void shut(String service) {
        worker.execute(() -> drop(held.remove(service)));
    }

    /** Binds all ports anew if what they depend on has changed. */
    void configure(RestSettings changed) {
        worker.execute(() -> {
            boolean same = settings.host().equals(changed.host())
                    && settings.maxConnections() == changed.maxConnections()
                    && settings.idleTimeout().equals(changed.idleTimeout());
            settings = changed;
            if (!same) {
                for (Held old : held.values().toArray(new Held[0])) {
                    drop(old);
                    start(old.wish);
                }
            }
        });
    }

    /** Closes all ports. */
    void close() {
        worker.execute(() -> held.values().forEach(this::drop));
        // Services that go later have no port any more.
        worker.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        worker.shutdown();
        try {
            if (!worker.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The services' ports were not closed within {} s", CLOSE_SECONDS);
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void change(Wish wish) {
        Held old = held.get(wish.service);
        if (old == null || !old.wish.equals(wish)) {
            drop(held.remove(wish.service));
            start(wish);
        }
    }

    private void start(Wish wish) {
        Held now = new Held(wish);
        held.put(wish.service, now);
        if (wish.port == 0) {
            open.add(wish.service);
        } else {
            bind(now, FIRST_RETRY_MILLIS);
        }
    }

    private void bind(Held now, long retryMillis) {
        Wish wish = now.wish;
        try {
            OwnPort port = new OwnPort(wish.service, new InetSocketAddress(settings.host(), wish.port), settings);
            port.bind();
            now.port = port;
            now.registration = context.registerService(ConnectorFactory.class, port, null);
            open.add(wish.service);
            LOG.info("{} answers on {}:{}", wish.service, settings.host(), wish.port);
        } catch (IOException | IllegalArgumentException e) {
            complain(wish, e, retryMillis);
            now.retry = worker.schedule(
                    () -> bind(now, Math.min(retryMillis * 2, LAST_RETRY_MILLIS)), retryMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void complain(Wish wish, Exception failure, long retryMillis) {
        String complaint = "{} can't answer on {}:{} ({}): end the program that uses it, or set another port in {} or"
                + " another host in io.graft.rest; next try in {} ms";
        Object[] details = {wish.service, settings.host(), wish.port, failure.toString(), wish.pid, retryMillis};
        if (retryMillis == FIRST_RETRY_MILLIS) {
            LOG.error(complaint, details);
        } else {
            LOG.warn(complaint, details);
        }
    }

    private void drop(Held old) {
        if (old == null) {
            return;
        }
        open.remove(old.wish.service);
        if (old.retry != null) {
            old.retry.cancel(false);
        }
        if (old.registration == null) {
            return;
        }
        try {
            old.registration.unregister();
            old.registration = null;
            old.port.release();
        } catch (IOException | IllegalStateException e) {
            LOG.warn("Port {} of {} was not closed in order", old.wish.port, old.wish.service, e);
        }
    }
}
