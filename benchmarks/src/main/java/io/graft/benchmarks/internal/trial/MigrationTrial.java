package io.graft.benchmarks.internal.trial;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.benchmarks.internal.Options;
import io.graft.benchmarks.internal.report.AimTable;
import io.graft.benchmarks.internal.report.Progress;
import io.graft.benchmarks.internal.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Migrates events from the embedded database to Redis and back, under load.
 *
 * @param events how many there are when it begins
 */
record MigrationTrial(int events) implements Trial {

    private static final String REDIS = "redis";
    private static final double SHARE = 0.25;
    private static final int AROUND_SECONDS = 3;
    private static final double AIM_SECONDS = 120;
    private static final double AIM_P99 = 100;
    private static final long POLL_MILLIS = 200;
    private static final Duration LONGEST = Duration.ofMinutes(20);
    private static final Set<String> OVER = Set.of("DONE", "ROLLED_BACK", "ABORTED", "FAILED");

    @Override
    public String title() {
        return "Migration of %,d events under load".formatted(events);
    }

    @Override
    public AimTable run(Options options, Progress progress) throws IOException, InterruptedException {
        AimTable table = new AimTable("migration", title());
        try (Site site = Site.open(options, progress, List.of(Site.EMBEDDED, REDIS))) {
            double rate = new Saturation(options, progress).rate(site, SHARE, table);
            site.bindWhenItServes(Site.EMBEDDED);
            site.fill(events);
            migrate(site, Site.EMBEDDED, REDIS, rate, table, progress);
            Findings.census(table, Census.of(site, List.of(REDIS), progress));
            migrate(site, REDIS, Site.EMBEDDED, rate, table, progress);
            Findings.census(table, Census.of(site, List.of(Site.EMBEDDED), progress));
        }
        return table;
    }

    private void migrate(Site site, String from, String to, double rate, AimTable table, Progress progress)
            throws IOException, InterruptedException {
        String what = from + " to " + to;
        progress.say("  " + what);
        long start = System.nanoTime();
        Diary diary = new Diary(start, from);
        try (RunningLoad load = site.load(rate)) {
            TimeUnit.SECONDS.sleep(AROUND_SECONDS);
            long began = System.nanoTime();
            site.common()
                    .post(
                            "/api/v3/migration",
                            "{\"service\":\"%s\",\"provider\":\"%s\",\"existing\":\"replace\",\"rollbackWindow\":\"PT0S\"}"
                                    .formatted(Site.SERVICE, to),
                            202);
            JsonNode status = awaitEnd(site, progress);
            long ended = System.nanoTime();
            diary.bound(to, ended);
            TimeUnit.SECONDS.sleep(AROUND_SECONDS);
            load.stop();
            report(table, what, load.mixed(), status, began, ended);
            table.picture(
                    "-to-" + to,
                    diary.timeline(
                            "%,d events migrated from %s under load".formatted(events, what),
                            load.mixed(),
                            Math.max(0, diary.second(ended) - 4),
                            diary.second(ended) + 2));
        }
    }

    private static JsonNode awaitEnd(Site site, Progress progress) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            JsonNode status =
                    site.common().get("/api/v3/migration/" + Site.SERVICE).path("migration");
            String phase = status.path("phase").asText();
            progress.at(
                    "events copied, " + phase,
                    status.path("copied").asLong(),
                    status.path("total").asLong());
            if (OVER.contains(phase)) {
                progress.end();
                if (!phase.equals("DONE")) {
                    throw new IOException("the migration ended as " + phase + ": "
                            + status.path("message").asText());
                }
                return status;
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("the migration is still " + phase + ": "
                        + status.path("message").asText());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private void report(AimTable table, String what, MixedLoad load, JsonNode status, long began, long ended) {
        double seconds = (ended - began) / 1e9;
        Histogram meanwhile = load.posted().endedWithin(began, ended);
        double p99 = meanwhile.getValueAtPercentile(99) / 1e6;
        table.row(
                what + ": %,d events".formatted(status.path("total").asLong()),
                "≤ 120 s a million",
                "%.1f s, %s, %,d chunks verified, %,d changes followed"
                        .formatted(
                                seconds,
                                Report.rate(status.path("total").asLong() / seconds),
                                status.path("verifiedChunks").asLong(),
                                status.path("followed").asLong()),
                seconds <= AIM_SECONDS * Math.max(1, events / 1e6));
        table.row(what + ": POST p99 meanwhile", "≤ 100 ms", Report.millis(p99), p99 <= AIM_P99);
        table.row(
                what + ": POST meanwhile",
                "%,d, p50 %s, p99.9 %s, slowest %s"
                        .formatted(
                                meanwhile.getTotalCount(),
                                Findings.millis(meanwhile, 50),
                                Findings.millis(meanwhile, 99.9),
                                Findings.millis(meanwhile, 100)));
        table.row(what + ": requests failed", "0", Long.toString(load.failures()), load.failures() == 0);
        load.examples().forEach(example -> table.remark(what + ", the first of its kind: " + example));
        table.figures(what, Map.of("seconds", seconds, "postP99Millis", p99, "status", status));
    }
}
