package io.graft.benchmarks.internal.scenario;

import io.graft.benchmarks.internal.Bench;
import io.graft.benchmarks.internal.gateway.ProcessView;
import io.graft.benchmarks.internal.load.LoadResult;
import io.graft.benchmarks.internal.load.LoadSpec;
import io.graft.benchmarks.internal.report.Chart;
import io.graft.benchmarks.internal.report.Goal;
import io.graft.benchmarks.internal.report.Report;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** POST of one-reading events, one a request; an answer means that the event is durable. */
final class IngestScenario implements Scenario {

    private static final double RATE_AIM = 20_000;
    private static final double P99_AIM = 10;

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public String title() {
        return "POST of one-reading events";
    }

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        Duration warmUp = Duration.ofSeconds(bench.options().warmUpSeconds());
        Duration time = warmUp.plusSeconds(bench.options().seconds());
        LoadSpec spec =
                bench.ingest().atRate(bench.options().rate()).lasting(time).warmedUpFor(warmUp);
        Optional<ProcessView> process =
                bench.own().isPresent() ? Optional.of(bench.own().get().process()) : Optional.empty();
        Map<String, ProcessView.CpuTime> before =
                process.isPresent() ? process.get().cpuByThread() : Map.of();
        long ownBefore = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        LoadResult result = bench.run(spec, bench.events().next(Long.MAX_VALUE / 2), 0, "");
        if (process.isPresent()) {
            Map<String, ProcessView.CpuTime> after = process.get().cpuByThread();
            reportCpu(bench, before, after, result.statuses().getOrDefault(201, 0L));
        }
        double ownMicros = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - ownBefore)
                / 1e3
                / Math.max(1, result.statuses().getOrDefault(201, 0L));
        bench.report()
                .remark("The load generator itself took %.1f µs of processor time for each POST.".formatted(ownMicros));
        bench.report().figures("POST processor time of the load generator, µs per event", ownMicros);
        bench.report().load("POST", result, 201);
        bench.report()
                .finding(
                        Goal.INGEST,
                        result.perSecond() >= RATE_AIM && result.millis(99) <= P99_AIM && result.errors(201) == 0,
                        "%s%s durable, p50 %s, p99 %s, p99.9 %s, max %s%s"
                                .formatted(
                                        bench.options().rate() > 0 ? "open loop, " : "",
                                        Report.rate(result.perSecond()),
                                        Report.millis(result.millis(50)),
                                        Report.millis(result.millis(99)),
                                        Report.millis(result.millis(99.9)),
                                        Report.millis(result.maxMillis()),
                                        result.errors(201) > 0 ? ", ERRORS: " + result.errors(201) : ""));
        bench.report()
                .chart(Chart.overTime("POST: throughput over time, from a cold start", "events/s")
                        .line(
                                "events/s",
                                result.slots().stream()
                                        .map(slot -> new double[] {slot.atSecond(), slot.perSecond()})
                                        .toList()));
        bench.report()
                .chart(Chart.overTime("POST: latency over time", "ms")
                        .line(
                                "p99",
                                result.slots().stream()
                                        .map(slot -> new double[] {slot.atSecond(), slot.p99Millis()})
                                        .toList())
                        .line(
                                "slowest",
                                result.slots().stream()
                                        .map(slot -> new double[] {slot.atSecond(), slot.maxMillis()})
                                        .toList()));
    }

    private static void reportCpu(
            Bench bench, Map<String, ProcessView.CpuTime> before, Map<String, ProcessView.CpuTime> after, long events) {
        Map<String, Object> figures = new LinkedHashMap<>();
        ProcessView.CpuTime none = new ProcessView.CpuTime(0, 0);
        after.entrySet().stream()
                .map(entry ->
                        Map.entry(entry.getKey(), entry.getValue().since(before.getOrDefault(entry.getKey(), none))))
                .filter(entry -> entry.getValue().total() > 0.05)
                .sorted((a, b) ->
                        Double.compare(b.getValue().total(), a.getValue().total()))
                .forEach(entry -> figures.put(
                        entry.getKey(),
                        Map.of(
                                "userSeconds", entry.getValue().user(),
                                "systemSeconds", entry.getValue().system(),
                                "microsPerEvent",
                                        Math.round(entry.getValue().total() * 1e7 / Math.max(events, 1)) / 10.0)));
        bench.report().figures("POST processor time by thread", figures);
    }
}
