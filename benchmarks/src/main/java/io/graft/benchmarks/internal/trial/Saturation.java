package io.graft.benchmarks.internal.trial;

import io.graft.benchmarks.internal.Options;
import io.graft.benchmarks.internal.report.AimTable;
import io.graft.benchmarks.internal.report.Progress;
import io.graft.benchmarks.internal.report.Report;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How many requests a second the gateway answers at most, with each of the databases. */
final class Saturation {

    private static final int WARM_UP_SECONDS = 4;
    private static final int SECONDS = 6;

    private final Options options;
    private final Progress progress;

    Saturation(Options options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /** The rate that was asked for, or a share of what the slowest of the site's databases can do, measured now. */
    double rate(Site site, double share, AimTable table) throws IOException, InterruptedException {
        if (options.rate() > 0) {
            table.row("load", "%s asked for".formatted(Report.rate(options.rate())));
            return options.rate();
        }
        Map<String, Double> found = new LinkedHashMap<>();
        StringBuilder words = new StringBuilder();
        for (String provider : site.providers()) {
            progress.say("  measuring saturation with " + provider);
            site.bindWhenItServes(provider);
            double perSecond = measure(site);
            found.put(provider, perSecond);
            words.append(words.isEmpty() ? "" : ", ")
                    .append(provider)
                    .append(' ')
                    .append(Report.rate(perSecond));
        }
        double slowest =
                found.values().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double rate = Math.max(1, Math.floor(share * slowest));
        table.figures("saturation", found);
        table.row(
                "load",
                "%s, %.0f %% of the slowest database's saturation (%s)"
                        .formatted(Report.rate(rate), 100 * share, words));
        return rate;
    }

    private double measure(Site site) throws IOException, InterruptedException {
        try (RunningLoad load = site.load(0)) {
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            long before = load.answered();
            long start = System.nanoTime();
            TimeUnit.SECONDS.sleep(SECONDS);
            double perSecond = (load.answered() - before) / ((System.nanoTime() - start) / 1e9);
            load.stop();
            if (load.failures() > 0) {
                throw new IOException(
                        "the closed loop failed already: " + load.mixed().examples());
            }
            return perSecond;
        }
    }
}
