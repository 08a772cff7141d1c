package io.graft.benchmarks.internal.trial;

import io.graft.benchmarks.internal.Options;
import io.graft.benchmarks.internal.database.Databases;
import io.graft.benchmarks.internal.gateway.BundleVersion;
import io.graft.benchmarks.internal.gateway.Footprint;
import io.graft.benchmarks.internal.report.AimTable;
import io.graft.benchmarks.internal.report.Progress;
import io.graft.benchmarks.internal.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * Upgrades the bundle of the bound database under load, installed side by side with its successor, and then removes it
 * and installs it again; each database has its share of the rounds. What the gateway holds on to is measured when each
 * database has had a few rounds, and again at the end.
 *
 * @param rounds of each kind
 */
record UpgradesTrial(int rounds) implements Trial {

    private static final Pattern ROUND = Pattern.compile("round=\\d+ start=(\\d+) end=(\\d+)");
    private static final int FIRST_ROUNDS = 2;
    private static final long PAUSE_MILLIS = 200;
    private static final int SETTLE_SECONDS = 5;
    private static final double SHARE = 0.5;
    private static final double ZOOM_SECONDS = 10;
    private static final double HEAP_SLACK_MEGABYTES = 5;
    private static final int HANDLE_SLACK = 10;

    @Override
    public String title() {
        return "%,d upgrades side by side and %,d removals and installations of a database's bundle under load"
                .formatted(rounds, rounds);
    }

    @Override
    public AimTable run(Options options, Progress progress) throws IOException, InterruptedException {
        AimTable table = new AimTable("upgrades", title());
        try (Site site = Site.open(options, progress, Databases.NAMES)) {
            Path folder = Files.createDirectories(site.gateway().home().resolve("data/tmp/bench"));
            site.gateway().install("benchmarks-bundle", "io.graft.benchmarks.append");
            double rate = new Saturation(options, progress).rate(site, SHARE, table);
            warmUp(options, site, folder, rate);
            Footprint before = footprint(site);
            progress.say("  upgrading and installing anew under " + Report.rate(rate));
            Histogram upgrades = new Histogram(3);
            Histogram installations = new Histogram(3);
            long start = System.nanoTime();
            Diary diary = new Diary(start, site.providers().get(site.providers().size() - 1));
            try (RunningLoad load = site.load(rate)) {
                int done = 0;
                for (String provider : site.providers()) {
                    int share = (rounds - done)
                            / (site.providers().size() - site.providers().indexOf(provider));
                    done += share;
                    site.bindWhenItServes(provider);
                    diary.bound(provider, System.nanoTime());
                    progress.say("  %d rounds with %s".formatted(share, provider));
                    note(upgrade(site, folder, provider, share), diary, upgrades);
                    note(reinstall(site, folder, provider, share), diary, installations);
                }
                TimeUnit.SECONDS.sleep(1);
                load.stop();
                table.row("one upgrade side by side", distribution(upgrades));
                table.row("one removal and installation", distribution(installations));
                Findings.latencies(table, "", load.mixed());
                Findings.noFailures(table, load.mixed());
                double middle = diary.second(System.nanoTime()) / 3;
                table.picture(
                        "",
                        diary.timeline(title(), load.mixed(), middle - ZOOM_SECONDS / 2, middle + ZOOM_SECONDS / 2));
            }
            footprints(table, before, footprint(site));
            Findings.census(table, Census.of(site, progress));
        }
        return table;
    }

    /** Until this is through, the gateway still loads classes and starts threads that it keeps. */
    private static void warmUp(Options options, Site site, Path folder, double rate)
            throws IOException, InterruptedException {
        try (RunningLoad load = site.load(rate)) {
            for (String provider : site.providers()) {
                versions(options, folder, provider);
                site.bindWhenItServes(provider);
                upgrade(site, folder, provider, FIRST_ROUNDS);
                reinstall(site, folder, provider, FIRST_ROUNDS);
            }
            load.stop();
        }
    }

    private static void versions(Options options, Path folder, String provider) throws IOException {
        String module = "persistence-" + provider + "-bundle";
        String jar = "io.graft.persistence." + provider + "-*.jar";
        try (var found = Files.newDirectoryStream(options.root().resolve(module).resolve("target"), jar)) {
            for (Path bundle : found) {
                BundleVersion.copy(bundle, folder.resolve(provider + "-odd.jar"), "odd");
                BundleVersion.copy(bundle, folder.resolve(provider + "-even.jar"), "even");
                return;
            }
        }
        throw new IOException(module + " is not built: run 'mvn -DskipTests package' first");
    }

    private static String upgrade(Site site, Path folder, String provider, int rounds)
            throws IOException, InterruptedException {
        return site.gateway()
                .shell("bench:upgrade %s %s %s %d %d"
                        .formatted(
                                provider,
                                folder.resolve(provider + "-odd.jar"),
                                folder.resolve(provider + "-even.jar"),
                                rounds,
                                PAUSE_MILLIS));
    }

    private static String reinstall(Site site, Path folder, String provider, int rounds)
            throws IOException, InterruptedException {
        return site.gateway()
                .shell("bench:reinstall %s %s %d %d"
                        .formatted(provider, folder.resolve(provider + "-odd.jar"), rounds, PAUSE_MILLIS));
    }

    private static void note(String output, Diary diary, Histogram takes) {
        Matcher round = ROUND.matcher(output);
        while (round.find()) {
            long from = Long.parseLong(round.group(1));
            long to = Long.parseLong(round.group(2));
            takes.recordValue(to - from);
            diary.mark("upgrade or installation", from, to);
        }
    }

    private static Footprint footprint(Site site) throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        return Footprint.of(site.gateway());
    }

    private static void footprints(AimTable table, Footprint before, Footprint after) {
        table.figures("footprint", Map.of("before", before, "after", after));
        table.row(
                "heap in use after a collection, before and after",
                "flat",
                "%.1f MB, %.1f MB".formatted(before.heapMegabytes(), after.heapMegabytes()),
                after.heapMegabytes() <= before.heapMegabytes() + HEAP_SLACK_MEGABYTES);
        flat(table, "class loaders of bundles", before.bundleLoaders(), after.bundleLoaders(), 0);
        flat(table, "loaded classes", before.classes(), after.classes(), before.classes() / 50);
        flat(table, "threads", before.threads(), after.threads(), HANDLE_SLACK);
        flat(table, "file handles", before.fileHandles(), after.fileHandles(), HANDLE_SLACK);
    }

    private static void flat(AimTable table, String what, long before, long after, long slack) {
        table.row(what + ", before and after", "flat", "%,d, %,d".formatted(before, after), after <= before + slack);
    }

    private static String distribution(Histogram nanos) {
        return "%,d times, p50 %s, p99 %s, longest %s"
                .formatted(
                        nanos.getTotalCount(),
                        Findings.millis(nanos, 50),
                        Findings.millis(nanos, 99),
                        Findings.millis(nanos, 100));
    }
}
