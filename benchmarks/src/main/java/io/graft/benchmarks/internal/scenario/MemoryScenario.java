package io.graft.benchmarks.internal.scenario;

import io.graft.benchmarks.internal.Bench;
import io.graft.benchmarks.internal.gateway.MemorySampler;
import io.graft.benchmarks.internal.report.Chart;
import io.graft.benchmarks.internal.report.Goal;
import java.util.List;
import java.util.Map;

/** What the gateway's memory was during all the loads before. */
final class MemoryScenario implements Scenario {

    private static final double IDLE_AIM = 200;
    private static final double LOADED_AIM = 300;

    private final IdleScenario idle;

    MemoryScenario(IdleScenario idle) {
        this.idle = idle;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String title() {
        return "Memory of the gateway under the loads so far";
    }

    @Override
    public boolean needsOwnGateway() {
        return true;
    }

    @Override
    public void run(Bench bench) {
        MemorySampler memory = bench.memory().orElseThrow();
        double peak = memory.peakMegabytes();
        double median = memory.medianMegabytes();
        bench.report()
                .finding(
                        Goal.MEMORY,
                        idle.megabytes() > 0 && idle.megabytes() <= IDLE_AIM && peak <= LOADED_AIM,
                        "%s / %.0f MB RSS (peak; median %.0f)"
                                .formatted(
                                        idle.megabytes() > 0 ? "%.0f".formatted(idle.megabytes()) : "not asked",
                                        peak,
                                        median));
        bench.report().figures("memory", Map.of("peakMegabytes", peak, "medianMegabytes", median));
        List<double[]> course = memory.samples().stream()
                .map(sample -> new double[] {sample.atSecond(), sample.megabytes()})
                .toList();
        bench.report()
                .chart(Chart.overTime("Resident memory of the gateway under the loads of this run", "MB")
                        .line("RSS", course));
    }
}
