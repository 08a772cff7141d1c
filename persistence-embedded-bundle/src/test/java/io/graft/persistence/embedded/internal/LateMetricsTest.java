package io.graft.persistence.embedded.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.metrics.Metrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class LateMetricsTest {

    private final LateMetrics metrics = new LateMetrics();
    private final Recorded service = new Recorded();

    @Test
    void passesOnWhatIsRecordedWhileTheServiceIsThere() {
        Metrics.Timer timer = metrics.timer("time", "");
        Metrics.Counter counter = metrics.counter("count", "");
        timer.record(1);
        counter.add(1);
        assertThat(counter.sum()).isZero();
        metrics.use(service);
        timer.record(2);
        counter.add(3);
        assertThat(counter.sum()).isEqualTo(3);
        metrics.forget(service);
        timer.record(4);
        counter.add(5);
        assertThat(service.durations).containsExactly(2L);
        assertThat(service.sum).isEqualTo(3);
    }

    @Test
    void gaugesComeAndGoWithTheService() {
        Metrics.Registration early = metrics.gauge("early", "", () -> 1);
        metrics.use(service);
        Metrics.Registration late = metrics.gauge("late", "", () -> 2);
        assertThat(service.gauges).containsOnlyKeys("early", "late");
        early.close();
        assertThat(service.gauges).containsOnlyKeys("late");
        metrics.forget(new Recorded());
        assertThat(service.gauges).containsOnlyKeys("late");
        metrics.forget(service);
        assertThat(service.gauges).isEmpty();
        late.close();
    }

    private static final class Recorded implements Metrics {
        final List<Long> durations = new ArrayList<>();
        final Map<String, DoubleSupplier> gauges = new HashMap<>();
        long sum;

        @Override
        public Counter counter(String name, String help, String... labels) {
            return new Counter() {
                @Override
                public void add(long n) {
                    sum += n;
                }

                @Override
                public long sum() {
                    return sum;
                }
            };
        }

        @Override
        public Timer timer(String name, String help, String... labels) {
            return durations::add;
        }

        @Override
        public Registration gauge(String name, String help, DoubleSupplier value, String... labels) {
            gauges.put(name, value);
            return () -> gauges.remove(name);
        }
    }
}
