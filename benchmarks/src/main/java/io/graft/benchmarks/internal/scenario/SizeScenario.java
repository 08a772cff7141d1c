package io.graft.benchmarks.internal.scenario;

import io.graft.benchmarks.internal.Bench;
import io.graft.benchmarks.internal.gateway.OwnGateway;
import io.graft.benchmarks.internal.report.Goal;
import java.io.IOException;
import java.util.Map;

/** What an event takes on disk, with indexes, logs and everything else that the store keeps. */
final class SizeScenario implements Scenario {

    private static final double AIM = 200;

    @Override
    public String name() {
        return "size";
    }

    @Override
    public String title() {
        return "Bytes on disk";
    }

    @Override
    public boolean needsOwnGateway() {
        return true;
    }

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        bench.fill();
        OwnGateway gateway = bench.own().orElseThrow();
        long bytes = gateway.diskBytes(OwnGateway.STORE);
        long events = bench.data().get("/api/v3/event/count").path("count").asLong();
        double perEvent = (double) bytes / events;
        bench.report()
                .finding(
                        Goal.BYTES,
                        perEvent <= AIM,
                        "%.0f on disk (%,d MB for %,d events)".formatted(perEvent, bytes / 1_000_000, events));
        bench.report().figures("size", Map.of("bytes", bytes, "events", events, "bytesPerEvent", perEvent));
    }
}
