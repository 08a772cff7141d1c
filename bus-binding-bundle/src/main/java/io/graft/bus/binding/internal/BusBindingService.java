package io.graft.bus.binding.internal;

import io.graft.bus.binding.Bus;
import io.graft.bus.binding.BusBinding;
import io.graft.bus.binding.BusBindingException;
import io.graft.bus.binding.BusBindingException.Reason;
import io.graft.bus.binding.BusBindingStatus;
import io.graft.bus.binding.BusBindingStatus.BusProvider;
import io.graft.bus.binding.BusBindingStatus.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes the bus's target through Config Admin. */
@Component(service = BusBinding.class)
public final class BusBindingService implements BusBinding {

    private static final Logger LOG = LoggerFactory.getLogger(BusBindingService.class);
    private static final String TARGET = "bus.target";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long FILE_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long POLL_MILLIS = 5;

    private final Bus bus;
    private final TargetSetting setting;
    private final Object change = new Object();

    /** Called by the framework. */
    @Activate
    public BusBindingService(BundleContext context, @Reference ConfigurationAdmin configurations, @Reference Bus bus) {
        String etc = context.getProperty("karaf.etc");
        this.bus = bus;
        setting = new TargetSetting(configurations, etc == null ? null : Path.of(etc));
    }

    @Override
    public BusBindingStatus bind(String provider) {
        synchronized (change) {
            checkConnected(provider);
            String target = "(bus.provider=" + provider + ")";
            String old = write(target);
            if (!within(PATIENCE_NANOS, () -> is(bus.status(), target, provider))) {
                write(old);
                throw new BusBindingException(
                        Reason.FAILED,
                        "the bus was not bound to " + provider + " within "
                                + TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS) + " s; " + TARGET + " in "
                                + BusConfig.PID + " is back to what it was. The log says more");
            }
            if (!within(FILE_PATIENCE_NANOS, () -> inFile(target))) {
                LOG.warn(
                        "The bus is bound to {}, but the file of {} does not say so: after a restart it is as the file"
                                + " says",
                        provider,
                        BusConfig.PID);
            }
            LOG.info("{} is set to {} ({})", TARGET, target, BusConfig.PID);
            return bus.status();
        }
    }

    private void checkConnected(String name) {
        // One that has just been installed connects at this moment.
        within(PATIENCE_NANOS, () -> named(name).isEmpty() || connected(name));
        if (named(name).isEmpty()) {
            String there = bus.status().providers().stream()
                    .map(BusProvider::name)
                    .distinct()
                    .collect(Collectors.joining(", "));
            throw new BusBindingException(
                    Reason.INVALID,
                    "there is no bus provider '" + name + "'; there is " + (there.isEmpty() ? "none" : there)
                            + ". The bus stays as it is. Providers are installed as features, e.g. feature:install"
                            + " graft-bus-mqtt");
        }
        if (!connected(name)) {
            throw new BusBindingException(
                    Reason.NOT_CONNECTED,
                    "bus provider " + name + " is installed, but has no connection now ("
                            + named(name).get(0).status().detail()
                            + "). The bus stays as it is; bind it when the provider is connected");
        }
    }

    private boolean connected(String name) {
        return named(name).stream().anyMatch(each -> each.status().connected());
    }

    private List<BusProvider> named(String name) {
        return bus.status().providers().stream()
                .filter(each -> each.name().equals(name))
                .toList();
    }

    private String write(String target) {
        try {
            return setting.write(BusConfig.PID, TARGET, target);
        } catch (IOException e) {
            throw new BusBindingException(
                    Reason.FAILED,
                    "configuration " + BusConfig.PID + " can't be written (" + e.getMessage()
                            + "); the bus stays as it is",
                    e);
        }
    }

    private boolean inFile(String target) {
        try {
            return setting.inFile(BusConfig.PID, TARGET, target);
        } catch (IOException e) {
            LOG.debug("the file of {} can't be read", BusConfig.PID, e);
            return false;
        }
    }

    private static boolean is(BusBindingStatus status, String target, String provider) {
        return status.state() == State.BOUND
                && status.target().equals(target)
                && status.bound().map(BusProvider::name).orElse("").equals(provider);
    }

    /** Whether something becomes true in time; false too if the thread is interrupted. */
    private static boolean within(long nanos, BooleanSupplier condition) {
        long deadline = System.nanoTime() + nanos;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
