package io.graft.persistence.support;

import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ProviderProperties;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.felix.hc.api.HealthCheck;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life cycle of a provider. Opens its database in a thread of its own, for ever and ever more slowly until it
 * succeeds; then registers both stores and the scratch spaces, which stay registered until this is closed: that the
 * server fails for a time is for the stores to say. A health check tells from the beginning what is wrong.
 *
 * <p>Where another bundle's provider of the same name holds what this one needs, as in an upgrade side by side, this one
 * opens within moments of the other's end.
 *
 * <p>A component makes one of these when it is activated, {@linkplain #use(Database) gives it another database} when
 * its configuration is changed, and closes it when it is deactivated. Safe for use by many threads.
 */
public final class Provider implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Provider.class);
    private static final Duration FIRST_SWEEP = Duration.ofMinutes(1);
    private static final Duration SWEEPS = Duration.ofHours(12);
    private static final Duration CLOSE_MOST = Duration.ofSeconds(12);

    private final BundleContext context;
    private final String name;
    private final Backoff backoff;
    private final Repeats repeats = new Repeats();
    private final ProviderHealth state;
    private final ServiceRegistration<HealthCheck> health;
    private final ScheduledThreadPoolExecutor lifeCycle;
    private final ServiceListener succession = this::changed;
    private final Object opening = new Object();
    private final AtomicBoolean closing = new AtomicBoolean();

    private volatile Database wanted;
    private volatile Publication published;
    private Thread openingThread;
    private Future<?> nextAttempt;
    private Backoff pace;
    private int failures;

    /**
     * Begins to open.
     *
     * @param name what services are bound to: lower-case letters, digits and dashes, e.g. {@code redis}; two instances
     *     of one provider have two names
     * @throws IllegalArgumentException if the name is not one
     */
    public Provider(BundleContext context, String name, Database database) {
        this(context, name, database, Backoff.DEFAULT);
    }

    Provider(BundleContext context, String name, Database database, Backoff backoff) {
        if (!name.matches("[a-z0-9][a-z0-9-]*")) {
            throw new IllegalArgumentException("the provider's name '" + name
                    + "' is not one of lower-case letters, digits and dashes; change it in the configuration");
        }
        this.context = context;
        this.name = name;
        this.backoff = backoff;
        this.pace = backoff;
        this.wanted = database;
        this.state = new ProviderHealth(name, () -> published);
        this.lifeCycle =
                new ScheduledThreadPoolExecutor(1, work -> OwnThread.thread("graft-" + name + "-lifecycle", work));
        this.lifeCycle.setRemoveOnCancelPolicy(true);
        this.lifeCycle.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.health = context.registerService(
                HealthCheck.class,
                state,
                FrameworkUtil.asDictionary(Map.of(
                        HealthCheck.NAME,
                        "Persistence provider " + name,
                        HealthCheck.TAGS,
                        new String[] {"store"},
                        ProviderProperties.PROVIDER,
                        name)));
        listen();
        lifeCycle.execute(this::attempt);
        Future<?> unused = lifeCycle.scheduleWithFixedDelay(
                this::sweep, FIRST_SWEEP.toMinutes(), SWEEPS.toMinutes(), TimeUnit.MINUTES);
    }

    /**
     * Opens this database instead, unless it equals the one in use. The stores of the old one stay registered until
     * those of the new one are, so that services go over without a gap; while the new one can't be opened the old one
     * stays in use.
     */
    public void use(Database database) {
        if (closing.get()) {
            return;
        }
        lifeCycle.execute(() -> {
            if (!database.equals(wanted)) {
                wanted = database;
                failures = 0;
                attempt();
            }
        });
    }

    /** Takes the services back, then closes the stores; returns within half a minute, whatever the database does. */
    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        context.removeServiceListener(succession);
        interruptOpening();
        awaitLifeCycle(() -> {});
        Publication last = published;
        published = null;
        if (last != null) {
            last.unregister();
        }
        health.unregister();
        awaitLifeCycle(() -> {
            if (last != null) {
                close(last);
            }
        });
        lifeCycle.shutdownNow();
    }

    private void listen() {
        String others = "(&(" + Constants.OBJECTCLASS + "=" + EventStore.class.getName() + ")("
                + ProviderProperties.PROVIDER + "=" + name + "))";
        try {
            context.addServiceListener(succession, others);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("the filter " + others + " is none", e);
        }
    }

    private void changed(ServiceEvent event) {
        if (event.getType() == ServiceEvent.UNREGISTERING && published == null && !closing.get()) {
            lifeCycle.execute(this::hurry);
        }
    }

    private void hurry() {
        if (published == null && !closing.get()) {
            pace = Backoff.HURRIED;
            failures = 0;
            attemptIn(pace.after(1));
        }
    }

    private void attempt() {
        if (nextAttempt != null) {
            nextAttempt.cancel(false);
        }
        Publication current = published;
        if (closing.get() || (current != null && current.database().equals(wanted))) {
            state.clear();
            return;
        }
        try {
            replace(current, open(wanted));
            failures = 0;
            pace = backoff;
            repeats.clear();
        } catch (Throwable e) {
            failed(e);
        }
    }

    private Publication open(Database database) {
        setOpening(Thread.currentThread());
        try {
            if (closing.get()) {
                throw new StoreUnavailableException(Reason.CLOSED, "the provider is being closed");
            }
            return new Publication(database, database.open(""));
        } finally {
            setOpening(null);
        }
    }

    private void replace(Publication old, Publication opened) {
        if (closing.get()) {
            close(opened);
            return;
        }
        try {
            opened.register(context, name);
        } catch (Throwable e) {
            opened.unregister();
            close(opened);
            throw e;
        }
        published = opened;
        state.clear();
        LOG.info("provider {} is connected to {}", name, opened.stores().server());
        if (old != null) {
            old.unregister();
            close(old);
        }
    }

    private void sweep() {
        Publication current = published;
        if (current == null || closing.get()) {
            return;
        }
        setOpening(Thread.currentThread());
        try {
            current.sweep();
        } catch (Throwable e) {
            LOG.info("provider {} looks later for what is left of old scratch spaces: {}", name, Causes.line(e));
        } finally {
            setOpening(null);
        }
    }

    private void failed(Throwable e) {
        if (closing.get()) {
            return;
        }
        String cause = Causes.line(e);
        failures++;
        Duration wait = pace.after(failures);
        state.failed(cause);
        if (repeats.isNews(cause)) {
            String meanwhile = published == null
                    ? "provider {} can't be used yet and is tried again for ever: {}"
                    : "provider {} stays connected as before, since the changed configuration does not work and is"
                            + " tried again for ever: {}";
            if (e instanceof StoreException) {
                LOG.warn(meanwhile, name, cause);
            } else {
                LOG.error(meanwhile, name, cause, e);
            }
        }
        attemptIn(wait);
    }

    private void attemptIn(Duration wait) {
        if (nextAttempt != null) {
            nextAttempt.cancel(false);
        }
        nextAttempt = lifeCycle.schedule(this::attempt, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void close(Publication publication) {
        try {
            publication.close();
        } catch (Throwable e) {
            LOG.error("provider {} was not closed in order: {}", name, Causes.line(e), e);
        }
    }

    private void setOpening(Thread thread) {
        synchronized (opening) {
            openingThread = thread;
            if (thread == null) {
                Thread.interrupted();
            }
        }
    }

    private void interruptOpening() {
        synchronized (opening) {
            if (openingThread != null) {
                openingThread.interrupt();
            }
        }
    }

    private void awaitLifeCycle(Runnable work) {
        boolean interrupted = Thread.interrupted();
        try {
            lifeCycle.submit(work).get(CLOSE_MOST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.error("provider {} was not closed within {} s; a thread of it stays", name, CLOSE_MOST.toSeconds());
        } catch (ExecutionException e) {
            LOG.error("provider {} was not closed in order", name, e);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
