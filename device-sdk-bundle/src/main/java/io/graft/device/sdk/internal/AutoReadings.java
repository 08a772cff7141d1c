package io.graft.device.sdk.internal;

import io.graft.device.sdk.AutoEvent;
import io.graft.device.sdk.Device;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads devices at the intervals of their automatic events. A reading whose turn comes while the one before it still runs
 * or waits is left out and counted, so that nothing piles up behind a slow device.
 */
final class AutoReadings implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AutoReadings.class);
    private static final Duration EVERYTHING_AFTER = Duration.ofMinutes(5);

    private final Commands commands;
    private final ScheduledExecutorService timer;
    private final Consumer<DeviceEvent> events;
    private final Runnable skipped;
    private final Warnings warnings = new Warnings(LOG);
    private final Map<String, List<Running>> running = new HashMap<>();
    private boolean closed;

    /**
     * @param timer only starts readings
     * @param events must return at once
     * @param skipped is told of each reading that is left out
     */
    AutoReadings(Commands commands, ScheduledExecutorService timer, Consumer<DeviceEvent> events, Runnable skipped) {
        this.commands = commands;
        this.timer = timer;
        this.events = events;
        this.skipped = skipped;
    }

    /** Follows a device's automatic events; those that are as before go on as before. */
    synchronized void follow(String name, Optional<Device> device) {
        if (closed) {
            return;
        }
        List<AutoEvent> wanted = device.map(Device::autoEvents).orElse(List.of());
        List<Running> kept = new ArrayList<>();
        for (Running each : running.getOrDefault(name, List.of())) {
            if (wanted.contains(each.autoEvent)) {
                kept.add(each);
            } else {
                each.ticks.cancel(false);
            }
        }
        for (AutoEvent each : wanted) {
            if (kept.stream().noneMatch(one -> one.autoEvent.equals(each))) {
                kept.add(new Running(name, each));
            }
        }
        if (kept.isEmpty()) {
            running.remove(name);
        } else {
            running.put(name, kept);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        running.values().forEach(all -> all.forEach(each -> each.ticks.cancel(false)));
        running.clear();
    }

    private final class Running {

        private final String device;
        private final AutoEvent autoEvent;
        private final ChangeFilter filter;
        private final AtomicBoolean busy = new AtomicBoolean();
        private final Future<?> ticks;

        Running(String device, AutoEvent autoEvent) {
            this.device = device;
            this.autoEvent = autoEvent;
            filter = new ChangeFilter(autoEvent, EVERYTHING_AFTER.toNanos());
            long nanos = autoEvent.interval().toNanos();
            ticks = timer.scheduleWithFixedDelay(this::tick, nanos, nanos, TimeUnit.NANOSECONDS);
        }

        private void tick() {
            if (!busy.compareAndSet(false, true)) {
                skipped.run();
                return;
            }
            CompletableFuture<Optional<DeviceEvent>> read;
            try {
                read = commands.get(device, autoEvent.sourceName(), true, Map.of());
            } catch (RuntimeException e) {
                // Thrown from here it would end all later readings.
                read = CompletableFuture.failedFuture(e);
            }
            CompletableFuture<?> unused = read.whenComplete((event, failure) -> {
                try {
                    if (failure == null) {
                        event.flatMap(all -> filter.changed(all, System.nanoTime()))
                                .ifPresent(events);
                    } else {
                        complain(failure);
                    }
                } finally {
                    busy.set(false);
                }
            });
        }

        private void complain(Throwable failure) {
            boolean locked = failure instanceof ApiException api && api.kind() == ErrorKind.SERVICE_LOCKED;
            if (!locked && !ticks.isCancelled()) {
                warnings.warn(
                        device,
                        "device " + device + " can't be read automatically (" + autoEvent.sourceName() + "): "
                                + failure.getMessage());
            }
        }
    }
}
