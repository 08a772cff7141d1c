package io.graft.device.sdk.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the service until it has worked, and compares with core-metadata again when the bus is back after it was
 * away, and every ten minutes: what was changed meanwhile nobody has told. While there is no bus, every minute.
 */
final class Keeping {

    private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LAST_PAUSE = Duration.ofSeconds(10);
    private static final Duration WITH_BUS = Duration.ofMinutes(10);
    private static final Duration WITHOUT_BUS = Duration.ofMinutes(1);

    /** Compares with core-metadata. */
    interface Comparison {
        void run() throws IOException;
    }

    private final String service;
    private final Comparison registrar;
    private final BooleanSupplier bus;
    private final Duration look;
    private final Lanes lanes;
    private final ScheduledExecutorService timer;
    private final Warnings warnings = new Warnings(LOG);
    private Duration pause = FIRST_PAUSE;
    private ScheduledFuture<?> next;
    private long comparedAt;
    private boolean hadBus;
    private volatile boolean registered;
    private volatile boolean wanted = true;

    /**
     * @param bus whether messages can be exchanged now
     * @param look how often that is asked
     * @param lanes where requests wait
     */
    Keeping(
            String service,
            Comparison registrar,
            BooleanSupplier bus,
            Duration look,
            Lanes lanes,
            ScheduledExecutorService timer) {
        this.service = service;
        this.registrar = registrar;
        this.bus = bus;
        this.look = look;
        this.lanes = lanes;
        this.timer = timer;
    }

    /** Where comparisons run, and all that a comparison must not undo. */
    static String lane(String service) {
        return service + "-keeping";
    }

    void start() {
        next(Duration.ZERO);
    }

    boolean registered() {
        return registered;
    }

    /** Asks for a comparison at once. */
    void resync() {
        wanted = true;
        next(Duration.ZERO);
    }

    /** There is one next time: the soonest that was asked for. */
    private synchronized void next(Duration in) {
        try {
            if (next != null && next.getDelay(TimeUnit.MILLISECONDS) <= in.toMillis()) {
                return;
            }
            if (next != null) {
                next.cancel(false);
            }
            next = timer.schedule(this::turn, in.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("service {} stops", service);
        }
    }

    private void turn() {
        synchronized (this) {
            next = null;
        }
        if (!lanes.submit(lane(service), this::run)) {
            next(look);
        }
    }

    private void run() {
        boolean hasBus = bus.getAsBoolean();
        long age = System.nanoTime() - comparedAt;
        boolean due = wanted || (hasBus && !hadBus) || age >= (hasBus ? WITH_BUS : WITHOUT_BUS).toNanos();
        if (!due) {
            hadBus = hasBus;
            next(look);
            return;
        }
        wanted = false;
        try {
            registrar.run();
            if (!registered) {
                LOG.info("device service {} is registered", service);
            }
            registered = true;
            hadBus = hasBus;
            comparedAt = System.nanoTime();
            pause = FIRST_PAUSE;
            next(look);
        } catch (IOException | RuntimeException e) {
            wanted = true;
            LOG.debug("service {} can't be registered or compared now", service, e);
            if (pause.equals(LAST_PAUSE)) {
                warnings.warn(
                        "",
                        "device service " + service
                                + (registered
                                        ? " can't be compared with core-metadata now: "
                                        : " can't be registered yet: ")
                                + e.getMessage());
            }
            next(pause);
            pause = pause.multipliedBy(2).compareTo(LAST_PAUSE) > 0 ? LAST_PAUSE : pause.multipliedBy(2);
        }
    }
}
