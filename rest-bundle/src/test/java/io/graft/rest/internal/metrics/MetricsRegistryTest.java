package io.graft.rest.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.metrics.Metrics;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MetricsRegistryTest {

    private final MetricsRegistry metrics = new MetricsRegistry();

    @Test
    void writesCountersTimersAndGauges() {
        metrics.counter("graft_things_total", "Things.", "kind", "a\"b\\c\n").add(3);
        metrics.timer("graft_time_seconds", "Time.").record(3_000_000);
        Metrics.Registration gauge = metrics.gauge("graft_level", "Level.", () -> 1.5);

        assertThat(text())
                .contains("# HELP graft_things_total Things.\n# TYPE graft_things_total counter\n")
                .contains("graft_things_total{kind=\"a\\\"b\\\\c\\n\"} 3\n")
                .contains("# TYPE graft_time_seconds histogram\n")
                .contains("graft_time_seconds_bucket{le=\"0.0025\"} 0\ngraft_time_seconds_bucket{le=\"0.005\"} 1\n")
                .contains("graft_time_seconds_bucket{le=\"+Inf\"} 1\n")
                .contains("graft_time_seconds_sum 0.003\ngraft_time_seconds_count 1\n")
                .contains("graft_level 1.5\n")
                .contains("graft_jvm_heap_used_bytes ");
        gauge.close();
        assertThat(text()).doesNotContain("graft_level");
    }

    @Test
    void givesTheSameMetricForTheSameNameAndLabels() {
        metrics.counter("graft_x_total", "X.", "a", "1").add(1);
        metrics.counter("graft_x_total", "X.", "a", "1").add(1);
        assertThat(metrics.counter("graft_x_total", "X.", "a", "1").sum()).isEqualTo(2);
        assertThat(metrics.counter("graft_x_total", "X.", "a", "2").sum()).isZero();
    }

    @Test
    void leavesTheGaugeOfASuccessorAlone() {
        Metrics.Registration old = metrics.gauge("graft_g", "G.", () -> 1);
        metrics.gauge("graft_g", "G.", () -> 2);
        old.close();
        assertThat(text()).contains("graft_g 2\n");
    }

    @Test
    void showsTheOthersWhenAGaugeFails() {
        metrics.gauge("graft_bad", "Bad.", () -> {
            throw new IllegalStateException("gone");
        });
        assertThat(text()).contains("graft_bad NaN\n").contains("graft_uptime_seconds");
    }

    @Test
    void refusesWrongNamesAndTypes() {
        assertThatThrownBy(() -> metrics.counter("a b", "")).hasMessageContaining("'a b'");
        metrics.counter("graft_c_total", "C.");
        assertThatThrownBy(() -> metrics.timer("graft_c_total", "C.")).hasMessageContaining("is a counter");
        assertThatThrownBy(() -> metrics.counter("graft_d_total", "D.", "a")).hasMessageContaining("in turn");
    }

    private String text() {
        return new String(metrics.text(), StandardCharsets.UTF_8);
    }
}
