package io.graft.persistence.embedded.internal;

import io.graft.api.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Metrics that can be used before the gateway's metrics service is there, and when it is gone: nothing is recorded
 * then. Gauges are registered anew with each service.
 */
public final class LateMetrics implements Metrics {

    private final List<LateTimer> timers = new ArrayList<>();
    private final List<LateCounter> counters = new ArrayList<>();
    private final List<LateGauge> gauges = new ArrayList<>();
    private Metrics service;

    /** Passes everything on to this service from now on; null for none. */
    public synchronized void use(Metrics newService) {
        service = newService;
        timers.forEach(timer -> timer.use(newService));
        counters.forEach(counter -> counter.use(newService));
        gauges.forEach(gauge -> gauge.use(newService));
    }

    /** Forgets a service, if it is the one in use. */
    public synchronized void forget(Metrics oldService) {
        if (service == oldService) {
            use(null);
        }
    }

    @Override
    public synchronized Timer timer(String name, String help, String... labels) {
        LateTimer timer = new LateTimer(name, help, labels.clone());
        timer.use(service);
        timers.add(timer);
        return timer;
    }

    @Override
    public synchronized Counter counter(String name, String help, String... labels) {
        LateCounter counter = new LateCounter(name, help, labels.clone());
        counter.use(service);
        counters.add(counter);
        return counter;
    }

    @Override
    public synchronized Registration gauge(String name, String help, DoubleSupplier value, String... labels) {
        LateGauge gauge = new LateGauge(name, help, value, labels.clone());
        gauge.use(service);
        gauges.add(gauge);
        return () -> remove(gauge);
    }

    private synchronized void remove(LateGauge gauge) {
        gauge.use(null);
        gauges.remove(gauge);
    }

    private static final class LateTimer implements Timer {
        private final String name;
        private final String help;
        private final String[] labels;
        private volatile Timer target;

        LateTimer(String name, String help, String[] labels) {
            this.name = name;
            this.help = help;
            this.labels = labels;
        }

        void use(Metrics metrics) {
            target = metrics == null ? null : metrics.timer(name, help, labels);
        }

        @Override
        public void record(long nanos) {
            Timer current = target;
            if (current != null) {
                current.record(nanos);
            }
        }
    }

    private static final class LateCounter implements Counter {
        private final String name;
        private final String help;
        private final String[] labels;
        private volatile Counter target;

        LateCounter(String name, String help, String[] labels) {
            this.name = name;
            this.help = help;
            this.labels = labels;
        }

        void use(Metrics metrics) {
            target = metrics == null ? null : metrics.counter(name, help, labels);
        }

        @Override
        public void add(long n) {
            Counter current = target;
            if (current != null) {
                current.add(n);
            }
        }

        @Override
        public long sum() {
            Counter current = target;
            return current == null ? 0 : current.sum();
        }
    }

    private static final class LateGauge {
        private final String name;
        private final String help;
        private final DoubleSupplier value;
        private final String[] labels;
        private Registration registration;

        LateGauge(String name, String help, DoubleSupplier value, String[] labels) {
            this.name = name;
            this.help = help;
            this.value = value;
            this.labels = labels;
        }

        void use(Metrics metrics) {
            if (registration != null) {
                registration.close();
            }
            registration = metrics == null ? null : metrics.gauge(name, help, value, labels);
        }
    }
}
