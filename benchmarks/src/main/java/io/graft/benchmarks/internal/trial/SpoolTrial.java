package io.graft.benchmarks.internal.trial;

import io.graft.benchmarks.internal.Options;
import io.graft.benchmarks.internal.database.Databases;
import io.graft.benchmarks.internal.database.Server;
import io.graft.benchmarks.internal.report.AimTable;
import io.graft.benchmarks.internal.report.Progress;
import io.graft.benchmarks.internal.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Takes the bound database's server away under ingest, and lets it come back: what was spooled drains while ingest goes
 * on. There are no queries, since nobody can answer them without a database, and each that waits for one would keep a
 * connection from the ingest that is measured.
 *
 * @param seconds for which it is away
 */
record SpoolTrial(int seconds) implements Trial {

    private static final double SHARE = 0.25;
    private static final double AIM = 3;
    private static final int BEFORE_SECONDS = 5;
    private static final int AFTER_SECONDS = 3;
    private static final long POLL_MILLIS = 20;
    private static final long LONGEST_DRAIN = Duration.ofMinutes(5).toNanos();

    @Override
    public String title() {
        return "A database away for %d s under ingest, and back".formatted(seconds);
    }

    @Override
    public AimTable run(Options options, Progress progress) throws IOException, InterruptedException {
        AimTable table = new AimTable("spool", title());
        try (Site site = Site.open(options, progress, Databases.NAMES)) {
            double rate = new Saturation(options, progress).rate(site, SHARE, table);
            List<String> providers = site.providers().stream()
                    .filter(provider -> site.database(provider).server().isPresent())
                    .toList();
            for (String provider : providers) {
                away(site, provider, rate, table, progress);
            }
            Findings.census(table, Census.of(site, progress));
        }
        return table;
    }

    private void away(Site site, String provider, double rate, AimTable table, Progress progress)
            throws IOException, InterruptedException {
        Server server = site.database(provider).server().orElseThrow();
        site.bindWhenItServes(provider);
        long start = System.nanoTime();
        Diary diary = new Diary(start, provider);
        try (RunningLoad load = site.posts(rate)) {
            TimeUnit.SECONDS.sleep(BEFORE_SECONDS);
            progress.say("  %s is away for %d s".formatted(provider, seconds));
            long gone = System.nanoTime();
            server.kill();
            TimeUnit.SECONDS.sleep(seconds);
            SpoolGauge full = SpoolGauge.read(site.common());
            server.startAgain();
            long back = System.nanoTime();
            diary.mark("database away", gone, back);
            progress.say("  %s is back, %,d events are in the spool".formatted(provider, full.events()));
            SpoolGauge first = awaitDraining(site, full);
            SpoolGauge last = awaitEmpty(site, progress, full.events());
            TimeUnit.SECONDS.sleep(AFTER_SECONDS);
            load.stop();
            report(table, provider, load.mixed(), gone, back, full, first, last);
            table.picture(
                    "-" + provider,
                    diary.timeline(
                            "%s away for %d s under ingest".formatted(provider, seconds),
                            load.mixed(),
                            Math.max(0, diary.second(back) - 2),
                            diary.second(last.at()) + 1));
        }
    }

    private static SpoolGauge awaitDraining(Site site, SpoolGauge full) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_DRAIN;
        while (true) {
            SpoolGauge now = SpoolGauge.read(site.common());
            if (now.drained() > full.drained() || now.events() == 0) {
                return now;
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("nothing of " + now.events() + " spooled events is drained");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private static SpoolGauge awaitEmpty(Site site, Progress progress, long full)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_DRAIN;
        while (true) {
            SpoolGauge now = SpoolGauge.read(site.common());
            progress.at("events drained", Math.max(0, full - now.events()), full);
            if (now.events() == 0) {
                progress.end();
                return now;
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(now.events() + " events are still in the spool");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private static void report(
            AimTable table,
            String provider,
            MixedLoad load,
            long gone,
            long back,
            SpoolGauge full,
            SpoolGauge first,
            SpoolGauge last) {
        double draining = Math.max(1e-3, (last.at() - first.at()) / 1e9);
        double drained = (last.drained() - first.drained()) / draining;
        Histogram meanwhile = load.posted().endedWithin(first.at(), last.at());
        double ingest = meanwhile.getTotalCount() / draining;
        double ratio = drained / Math.max(1, ingest);
        table.row(
                provider + ": drain rate to ingest rate",
                "≥ 3",
                "%.1f (%s drained, %s ingested, in %.2f s)"
                        .formatted(ratio, Report.rate(drained), Report.rate(ingest), draining),
                ratio >= AIM);
        table.row(
                provider + ": spooled when the server was back, first drained, all drained",
                "%,d events, after %.2f s, after %.2f s"
                        .formatted(full.events(), (first.at() - back) / 1e9, (last.at() - back) / 1e9));
        table.row(provider + ": POST while away", words(load.posted().endedWithin(gone, back)));
        table.row(provider + ": POST while draining", words(meanwhile));
        table.row(provider + ": requests failed", "0", Long.toString(load.failures()), load.failures() == 0);
        load.examples().forEach(example -> table.remark(provider + ", the first of its kind: " + example));
        table.figures(
                provider + " drain",
                Map.of("ratio", ratio, "drainedPerSecond", drained, "ingestPerSecond", ingest, "seconds", draining));
    }

    private static String words(Histogram latency) {
        return "p50 %s, p99 %s, slowest %s"
                .formatted(Findings.millis(latency, 50), Findings.millis(latency, 99), Findings.millis(latency, 100));
    }
}
