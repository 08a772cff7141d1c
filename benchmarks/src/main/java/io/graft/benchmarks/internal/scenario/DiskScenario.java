package io.graft.benchmarks.internal.scenario;

import io.graft.benchmarks.internal.Bench;
import io.graft.benchmarks.internal.gateway.DiskProbe;
import io.graft.benchmarks.internal.report.Goal;
import io.graft.benchmarks.internal.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The bound that the disk sets on anything durable, measured while nothing else runs. */
final class DiskScenario implements Scenario {

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public String title() {
        return "What a forced write costs on this disk";
    }

    @Override
    public boolean needsOwnGateway() {
        return true;
    }

    @Override
    public void run(Bench bench) throws IOException {
        DiskProbe probe = new DiskProbe(bench.own().orElseThrow().home());
        Duration time = Duration.ofSeconds(Math.min(5, bench.options().seconds()));
        Histogram extending = probe.extending(time);
        Histogram overwriting = probe.overwriting(time);
        bench.report().finding(Goal.DISK, words("extending", extending) + "; " + words("overwriting", overwriting));
        bench.report().figures("disk", Map.of("extending", figures(extending), "overwriting", figures(overwriting)));
    }

    private static String words(String name, Histogram latency) {
        return "%s the file %s (p99 %s)"
                .formatted(
                        name,
                        Report.millis(latency.getValueAtPercentile(50) / 1e6),
                        Report.millis(latency.getValueAtPercentile(99) / 1e6));
    }

    private static Map<String, Object> figures(Histogram latency) {
        return Map.of(
                "p50Millis",
                latency.getValueAtPercentile(50) / 1e6,
                "p99Millis",
                latency.getValueAtPercentile(99) / 1e6,
                "maxMillis",
                latency.getMaxValue() / 1e6,
                "count",
                latency.getTotalCount());
    }
}
