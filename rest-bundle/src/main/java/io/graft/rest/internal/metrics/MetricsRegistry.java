package io.graft.rest.internal.metrics;

import io.graft.api.metrics.Metrics;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** All metrics of the gateway. */
@Component(
        service = {Metrics.class, MetricsRegistry.class},
        immediate = true)
public final class MetricsRegistry implements Metrics {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private enum Type {
        COUNTER,
        HISTOGRAM,
        GAUGE;

        String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private record Family(Type type, String help, Map<String, Object> byLabels) {}

    private record AdderCounter(LongAdder adder) implements Counter {
        @Override
        public void add(long n) {
            if (n < 0) {
                throw new IllegalArgumentException("a counter can't be lowered, by " + n);
            }
            adder.add(n);
        }

        @Override
        public long sum() {
            return adder.sum();
        }
    }

    private final Map<String, Family> families = new TreeMap<>();

    @Activate
    public MetricsRegistry() {
        JvmMetrics.register(this);
    }

    @Override
    public Counter counter(String name, String help, String... labels) {
        return metric(name, Type.COUNTER, help, AdderCounter.class, labels);
    }

    @Override
    public Timer timer(String name, String help, String... labels) {
        return metric(name, Type.HISTOGRAM, help, LatencyHistogram.class, labels);
    }

    @Override
    public synchronized Registration gauge(String name, String help, DoubleSupplier value, String... labels) {
        String key = PrometheusText.labels(labels);
        family(name, Type.GAUGE, help).byLabels.put(key, value);
        return () -> removeGauge(name, key, value);
    }

    /** The metrics of now, as Prometheus reads them. */
    public byte[] text() {
        PrometheusText out = new PrometheusText();
        snapshot().forEach((name, family) -> {
            out.family(name, family.type.text(), family.help);
            family.byLabels.forEach((labels, metric) -> write(out, name, labels, metric));
        });
        return out.bytes();
    }

    private static void write(PrometheusText out, String name, String labels, Object metric) {
        if (metric instanceof Counter counter) {
            out.sample(name, labels, counter.sum());
        } else if (metric instanceof LatencyHistogram histogram) {
            histogram.write(out, name, labels);
        } else if (metric instanceof DoubleSupplier gauge) {
            out.sample(name, labels, valueOf(gauge));
        }
    }

    private static double valueOf(DoubleSupplier gauge) {
        try {
            return gauge.getAsDouble();
        } catch (RuntimeException e) {
            // The owner may be going away; the other figures must still be shown.
            return Double.NaN;
        }
    }

    private synchronized <M> M metric(String name, Type type, String help, Class<M> kind, String... labels) {
        Family family = family(name, type, help);
        return kind.cast(family.byLabels.computeIfAbsent(
                PrometheusText.labels(labels),
                key -> type == Type.COUNTER ? new AdderCounter(new LongAdder()) : new LatencyHistogram()));
    }

    private Family family(String name, Type type, String help) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("metric name '" + name + "' is none: letters, digits and _");
        }
        Family family = families.computeIfAbsent(name, n -> new Family(type, help, new TreeMap<>()));
        if (family.type != type) {
            throw new IllegalArgumentException(
                    "metric " + name + " is a " + family.type.text() + ", not a " + type.text());
        }
        return family;
    }

    private synchronized void removeGauge(String name, String labels, DoubleSupplier value) {
        Family family = families.get(name);
        if (family != null && family.byLabels.remove(labels, value) && family.byLabels.isEmpty()) {
            families.remove(name);
        }
    }

    /** A copy, so that gauges, which are foreign code, are asked without the lock. */
    private synchronized Map<String, Family> snapshot() {
        Map<String, Family> copy = new TreeMap<>();
        families.forEach(
                (name, family) -> copy.put(name, new Family(family.type, family.help, new TreeMap<>(family.byLabels))));
        return copy;
    }
}
