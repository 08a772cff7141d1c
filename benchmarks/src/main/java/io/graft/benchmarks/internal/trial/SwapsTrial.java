package io.graft.benchmarks.internal.trial;

import io.graft.benchmarks.internal.Options;
import io.graft.benchmarks.internal.database.Databases;
import io.graft.benchmarks.internal.report.AimTable;
import io.graft.benchmarks.internal.report.Progress;
import io.graft.benchmarks.internal.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Binds core-data to one database after the other under load. The stall of a swap is the longest time from when a
 * request was due until it was answered, of all requests that were under way at any instant from the swap's begin until
 * a little after its end; the same is taken of as many stretches between swaps, to compare.
 *
 * @param swaps how many
 */
record SwapsTrial(int swaps) implements Trial {

    private static final Duration EVERY = Duration.ofMillis(300);
    private static final long AFTERMATH = Duration.ofMillis(50).toNanos();
    private static final double SHARE = 0.7;
    private static final int WARM_UP_SECONDS = 5;
    private static final double P99_AIM = 50;
    private static final double WORST_AIM = 250;
    private static final double ZOOM_SECONDS = 6;

    private record Swap(long from, long to, String provider) {}

    @Override
    public String title() {
        return "%,d swaps embedded → Redis → MongoDB under load".formatted(swaps);
    }

    @Override
    public AimTable run(Options options, Progress progress) throws IOException, InterruptedException {
        AimTable table = new AimTable("swaps", title());
        try (Site site = Site.open(options, progress, Databases.NAMES)) {
            double rate = new Saturation(options, progress).rate(site, SHARE, table);
            site.bind(Databases.NAMES.get(0));
            progress.say("  swapping under %s".formatted(Report.rate(rate)));
            long start = System.nanoTime();
            try (RunningLoad load = site.load(rate)) {
                TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
                List<Swap> done = swap(site, load, progress);
                TimeUnit.SECONDS.sleep(1);
                load.stop();
                report(table, load.mixed(), start, done);
                Findings.noFailures(table, load.mixed());
            }
            Findings.census(table, Census.of(site, progress));
        }
        return table;
    }

    private List<Swap> swap(Site site, RunningLoad load, Progress progress) throws IOException, InterruptedException {
        List<Swap> done = new ArrayList<>();
        long begin = System.nanoTime();
        for (int n = 1; n <= swaps; n++) {
            String provider = Databases.NAMES.get(n % Databases.NAMES.size());
            long from = System.nanoTime();
            site.bind(provider);
            done.add(new Swap(from, System.nanoTime(), provider));
            progress.at("swaps, %,d answers, %,d failed".formatted(load.answered(), load.failures()), n, swaps);
            long wait = begin + n * EVERY.toNanos() - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
        }
        progress.end();
        return done;
    }

    private void report(AimTable table, MixedLoad load, long start, List<Swap> done) {
        Histogram stalls = new Histogram(3);
        Histogram calm = new Histogram(3);
        Histogram takes = new Histogram(3);
        Diary diary = new Diary(start, Databases.NAMES.get(0));
        for (int n = 0; n < done.size(); n++) {
            Swap swap = done.get(n);
            long length = swap.to() + AFTERMATH - swap.from();
            stalls.recordValue(load.longestWithin(swap.from(), swap.to() + AFTERMATH));
            takes.recordValue(swap.to() - swap.from());
            long next = n + 1 < done.size() ? done.get(n + 1).from() : Long.MAX_VALUE;
            long calmFrom = swap.to() + 2 * AFTERMATH;
            if (calmFrom + length < next) {
                calm.recordValue(load.longestWithin(calmFrom, calmFrom + length));
            }
            diary.mark("swap", swap.from(), swap.to());
            diary.bound(swap.provider(), swap.to());
        }
        double p99 = stalls.getValueAtPercentile(99) / 1e6;
        double worst = stalls.getMaxValue() / 1e6;
        table.row("one swap, from the request to its answer", distribution(takes));
        table.row("longest stall of a request in a swap, p50", Findings.millis(stalls, 50));
        table.row("the same, 99th percentile of swaps", "≤ 50 ms", Report.millis(p99), p99 <= P99_AIM);
        table.row("the same, worst of all swaps", "≤ 250 ms", Report.millis(worst), worst <= WORST_AIM);
        table.row("the same in stretches without a swap", distribution(calm));
        Findings.latencies(table, "", load);
        table.figures(
                "stallsMillis",
                Map.of("p50", stalls.getValueAtPercentile(50) / 1e6, "p99", p99, "worst", worst, "swaps", done.size()));
        double middle = diary.second(done.get(done.size() / 2).from());
        table.picture(
                "",
                diary.timeline(
                        "%,d swaps of the database under load".formatted(swaps),
                        load,
                        Math.max(0, middle - ZOOM_SECONDS / 2),
                        middle + ZOOM_SECONDS / 2));
    }

    private static String distribution(Histogram nanos) {
        return nanos.getTotalCount() == 0
                ? "–"
                : "p50 %s, p99 %s, worst %s"
                        .formatted(Findings.millis(nanos, 50), Findings.millis(nanos, 99), Findings.millis(nanos, 100));
    }
}
