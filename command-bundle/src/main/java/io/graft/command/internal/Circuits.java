package io.graft.command.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which device services do not answer, so that commands to them fail at once. After so many failures in
 * succession a service's circuit is open; after each pause one command is let through, and the first that is answered
 * closes it. Only services that have failed since their last answer are held in memory. Safe for use by many threads.
 */
final class Circuits {

    private static final Logger LOG = LoggerFactory.getLogger(Circuits.class);

    /**
     * When circuits open and are tried again.
     *
     * @param failures after how many failures in succession; 0 for never
     * @param pause how long no command goes through
     */
    record Rule(int failures, Duration pause) {}

    /**
     * An open circuit.
     *
     * @param service the device service and the way to it
     * @param failures how many commands have failed in succession
     * @param last why the last one has
     */
    record Open(String service, int failures, String last) {}

    private final Supplier<Rule> rule;
    private final LongSupplier clock;
    private final Map<String, Circuit> failing = new ConcurrentHashMap<>();
    private final AtomicLong refused = new AtomicLong();

    /** @param clock nanoseconds, as of {@link System#nanoTime} */
    Circuits(Supplier<Rule> rule, LongSupplier clock) {
        this.rule = rule;
        this.clock = clock;
    }

    /**
     * Asks whether a command may go to a service. After one that may, {@link #answered} or {@link #failed} must be told.
     *
     * @return how long to wait; empty if it may go
     */
    Optional<Duration> refusal(String service) {
        Circuit circuit = failing.get(service);
        Optional<Duration> wait = circuit == null ? Optional.empty() : circuit.refusal(rule.get(), clock.getAsLong());
        if (wait.isPresent()) {
            refused.incrementAndGet();
        }
        return wait;
    }

    /** The service has answered something. */
    void answered(String service) {
        Circuit before = failing.isEmpty() ? null : failing.remove(service);
        if (before != null && before.isOpen(rule.get())) {
            LOG.info("{} answers again; commands go to it", service);
        }
    }

    /** The service has not answered. */
    void failed(String service, String why) {
        Rule now = rule.get();
        boolean opened = failing.computeIfAbsent(service, name -> new Circuit()).failed(now, clock.getAsLong(), why);
        if (opened) {
            LOG.warn(
                    "{} has not answered {} commands in succession, the last because: {}. Commands to it fail at once;"
                            + " every {} ms one is tried",
                    service,
                    now.failures(),
                    why,
                    now.pause().toMillis());
        }
    }

    /** Nobody knows whether the service answers; if the command was a trial, the next one is. */
    void unknown(String service) {
        Circuit circuit = failing.get(service);
        if (circuit != null) {
            circuit.unknown();
        }
    }

    /** The circuits that are open, by name. */
    List<Open> open() {
        Rule now = rule.get();
        return failing.entrySet().stream()
                .filter(each -> each.getValue().isOpen(now))
                .map(each -> each.getValue().describe(each.getKey()))
                .sorted((one, other) -> one.service().compareTo(other.service()))
                .toList();
    }

    /** How many commands have failed at once because a circuit was open. */
    long refused() {
        return refused.get();
    }

    private static final class Circuit {

        private int failures;
        private long retryAt;
        private boolean trial;
        private String last = "";

        synchronized Optional<Duration> refusal(Rule rule, long now) {
            if (!isOpen(rule)) {
                return Optional.empty();
            }
            long left = retryAt - now;
            if (left > 0) {
                return Optional.of(Duration.ofNanos(left));
            }
            if (trial) {
                return Optional.of(rule.pause());
            }
            trial = true;
            return Optional.empty();
        }

        /** Whether it was opened by this. */
        synchronized boolean failed(Rule rule, long now, String why) {
            boolean before = isOpen(rule);
            failures++;
            last = why;
            if (!before || trial) {
                retryAt = now + rule.pause().toNanos();
            }
            trial = false;
            return !before && isOpen(rule);
        }

        synchronized void unknown() {
            trial = false;
        }

        synchronized boolean isOpen(Rule rule) {
            return rule.failures() > 0 && failures >= rule.failures();
        }

        synchronized Open describe(String service) {
            return new Open(service, failures, last);
        }
    }
}
