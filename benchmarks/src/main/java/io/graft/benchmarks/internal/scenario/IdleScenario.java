package io.graft.benchmarks.internal.scenario;

import io.graft.benchmarks.internal.Bench;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Memory of the gateway while nobody asks anything of it. */
final class IdleScenario implements Scenario {

    private double megabytes;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String title() {
        return "Memory of the idle gateway";
    }

    @Override
    public boolean needsOwnGateway() {
        return true;
    }

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(bench.options().idleSeconds());
        megabytes = bench.own().orElseThrow().process().residentMegabytes();
        bench.report().figures("idle", Map.of("residentMegabytes", megabytes));
        bench.followMemory();
    }

    /** What was seen; 0 if it was not asked. */
    double megabytes() {
        return megabytes;
    }
}
