package io.graft.benchmarks.internal.scenario;

import io.graft.benchmarks.internal.Bench;
import io.graft.benchmarks.internal.gateway.OwnGateway;
import io.graft.benchmarks.internal.gateway.ProcessView;
import io.graft.benchmarks.internal.load.LoadResult;
import io.graft.benchmarks.internal.profile.Profile;
import io.graft.benchmarks.internal.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the time of one POST goes: processor time by thread and by stage, and the disk. */
final class ProfileScenario implements Scenario {

    private static final int LONGEST_SECONDS = 20;

    @Override
    public String name() {
        return "profile";
    }

    @Override
    public String title() {
        return "Profile of the POST of one-reading events";
    }

    @Override
    public boolean needsOwnGateway() {
        return true;
    }

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        OwnGateway gateway = bench.own().orElseThrow();
        Duration warmUp = Duration.ofSeconds(bench.options().warmUpSeconds());
        bench.run(bench.ingest().lasting(warmUp), bench.events().next(Long.MAX_VALUE / 2), 0, "");
        gateway.jcmd(
                "JFR.start",
                "name=graft",
                "settings=profile",
                "jdk.ExecutionSample#period=10ms",
                "jdk.FileForce#threshold=0ms");
        Map<String, ProcessView.CpuTime> before = gateway.process().cpuByThread();
        Duration time =
                Duration.ofSeconds(Math.min(LONGEST_SECONDS, bench.options().seconds()));
        LoadResult load = bench.run(bench.ingest().lasting(time), bench.events().next(Long.MAX_VALUE / 2), 0, "");
        Map<String, ProcessView.CpuTime> after = gateway.process().cpuByThread();
        Files.createDirectories(bench.options().out());
        Path recording = bench.options().out().toAbsolutePath().resolve("post.jfr");
        gateway.jcmd("JFR.stop", "name=graft", "filename=" + recording);
        if (load.errors(201) > 0) {
            throw new IOException(
                    "%,d of the POSTs failed, the first: %s".formatted(load.errors(201), load.firstFault()));
        }
        report(bench.report(), load, before, after, Profile.of(recording));
    }

    private static void report(
            Report report,
            LoadResult load,
            Map<String, ProcessView.CpuTime> before,
            Map<String, ProcessView.CpuTime> after,
            Profile profile) {
        long events = Math.max(1, load.answers());
        StringBuilder text = new StringBuilder(
                "Where the time of one POST goes (%s while recorded)\n\n".formatted(Report.rate(load.perSecond())));
        text.append("| stage | share of the samples in Java code | mostly in |\n| --- | --- | --- |\n");
        profile.shares()
                .forEach((stage, share) ->
                        text.append("| %s | %.1f %% | %s |\n".formatted(stage, share, profile.busiest(stage, 3))));
        text.append("\n| thread | microseconds of processor time per event, program + kernel |\n| --- | --- |\n");
        Map<String, Double> threads = new LinkedHashMap<>();
        ProcessView.CpuTime none = new ProcessView.CpuTime(0, 0);
        after.entrySet().stream()
                .map(entry ->
                        Map.entry(entry.getKey(), entry.getValue().since(before.getOrDefault(entry.getKey(), none))))
                .filter(entry -> entry.getValue().total() * 1e6 / events >= 0.1)
                .sorted((a, b) ->
                        Double.compare(b.getValue().total(), a.getValue().total()))
                .forEach(entry -> {
                    ProcessView.CpuTime spent = entry.getValue();
                    threads.put(entry.getKey(), spent.total() * 1e6 / events);
                    text.append("| %s | %.1f + %.1f |\n"
                            .formatted(entry.getKey(), spent.user() * 1e6 / events, spent.system() * 1e6 / events));
                });
        text.append(
                "\n%,d events in %,d forced writes (%.1f a force, %.2f ms each); %d collections of garbage with %.0f ms of pauses.\n"
                        .formatted(
                                events,
                                profile.forces(),
                                (double) events / Math.max(1, profile.forces()),
                                profile.meanForceMillis(),
                                profile.collections(),
                                profile.pauseMillis()));
        report.section(text.toString());
        report.figures(
                "profile",
                Map.of(
                        "samples", profile.sampleCount(),
                        "sharesPercent", profile.shares(),
                        "threadMicrosPerEvent", threads,
                        "forces", profile.forces(),
                        "meanForceMillis", profile.meanForceMillis(),
                        "collections", profile.collections(),
                        "pauseMillis", profile.pauseMillis()));
    }
}
