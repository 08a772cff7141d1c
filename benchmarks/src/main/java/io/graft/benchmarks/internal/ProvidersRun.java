package io.graft.benchmarks.internal;

import io.graft.benchmarks.internal.api.ApiClient;
import io.graft.benchmarks.internal.database.Batches;
import io.graft.benchmarks.internal.database.Database;
import io.graft.benchmarks.internal.database.Databases;
import io.graft.benchmarks.internal.database.RawDriver;
import io.graft.benchmarks.internal.database.RawLoad;
import io.graft.benchmarks.internal.gateway.OwnGateway;
import io.graft.benchmarks.internal.load.LoadResult;
import io.graft.benchmarks.internal.report.Chart;
import io.graft.benchmarks.internal.report.Comparison;
import io.graft.benchmarks.internal.report.Progress;
import io.graft.benchmarks.internal.report.Report;
import io.graft.benchmarks.internal.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The same loads on a gateway with each of several databases, beside the database's own driver. */
final class ProvidersRun {

    private static final int BATCH = 100;
    private static final int[] THREADS = {1, 8};
    private static final Duration BATCH_WARM_UP = Duration.ofSeconds(3);
    private static final List<String> SERVICES = List.of("core-data", "core-metadata");

    private final Options options;
    private final List<Scenario> scenarios;
    private final Progress progress;
    private final Report report = new Report();
    private final Comparison comparison = new Comparison();
    private final Map<String, LoadResult> posts = new LinkedHashMap<>();

    ProvidersRun(Options options, List<Scenario> scenarios, Progress progress) {
        this.options = options;
        this.scenarios = scenarios;
        this.progress = progress;
    }

    /** Measures each provider; whether all could be. */
    boolean run() throws IOException, InterruptedException {
        boolean whole = true;
        for (String name : options.providers()) {
            progress.say("=== " + name);
            try (Database database = Databases.start(name)) {
                whole &= measure(database);
            } catch (IOException | RuntimeException e) {
                whole = false;
                report.remark(name + " could not be measured: " + Main.words(e));
                progress.say("  failed: " + Main.words(e));
            }
        }
        charts();
        report.section(comparison.markdown());
        System.out.println(report.text());
        report.write(options.out());
        System.out.println("results.json, results.md and results.svg are in "
                + options.out().toAbsolutePath() + ", and those of each provider in a folder of its name");
        return whole;
    }

    private boolean measure(Database database) throws IOException, InterruptedException {
        String name = database.name();
        Report own = new Report();
        boolean whole;
        try (OwnGateway gateway = OwnGateway.prepare(options.root(), options.work(), options.keep())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Main.closeQuietly(gateway), "bench-stop-" + name));
            gateway.start();
            bind(gateway, database);
            gateway.install("benchmarks-bundle", "io.graft.benchmarks.append");
            ApiClient data = new ApiClient(gateway.data());
            ApiClient metadata = new ApiClient(gateway.metadata());
            Bench bench = new Bench(options, Optional.of(gateway), data, metadata, own, progress);
            bench.fillBy(missing ->
                    gateway.shellUntilItSucceeds("bench:fill %s bench-%s- %d".formatted(name, bench.tag(), missing)));
            whole = Main.run(bench, scenarios);
            own.measured().forEach((goal, measured) -> comparison.put(goal.what(), name, measured));
            batches(gateway, database);
        }
        comparison.put("acknowledged means", name, database.durability());
        own.loaded("POST").ifPresent(post -> posts.put(name, post));
        own.write(options.out().resolve(name));
        report.figures(name, own.figures());
        own.remarks().forEach(remark -> report.remark(name + ": " + remark));
        return whole;
    }

    private void bind(OwnGateway gateway, Database database) throws IOException, InterruptedException {
        if (database.feature().isEmpty()) {
            return;
        }
        for (Map.Entry<String, Map<String, String>> file : database.settings().entrySet()) {
            gateway.set(file.getKey(), file.getValue());
        }
        gateway.shell("feature:install " + database.feature().get());
        for (String service : SERVICES) {
            gateway.shellUntilItSucceeds("graft:bind " + service + " " + database.name());
        }
        progress.say("  " + String.join(" and ", SERVICES) + " are bound to " + database.name());
    }

    private void batches(OwnGateway gateway, Database database) throws IOException, InterruptedException {
        String name = database.name();
        Duration time = Duration.ofSeconds(Math.min(10, options.seconds()));
        for (int threads : THREADS) {
            progress.say("  batches of %d by %d threads".formatted(BATCH, threads));
            Batches graft = Batches.parse(gateway.shellUntilItSucceeds(
                    "bench:append %s %d %d %d".formatted(name, threads, BATCH, time.toSeconds())));
            String row = "batches of %d, %s".formatted(BATCH, threads == 1 ? "1 thread" : threads + " threads");
            comparison.put(row + ", through the provider", name, graft.toString());
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("provider", graft);
            try (RawDriver driver = database.connect().orElse(null)) {
                if (driver != null) {
                    Batches raw = new RawLoad(database, threads, BATCH).run(BATCH_WARM_UP, time);
                    comparison.put(row + ", driver alone", name, raw.toString());
                    comparison.put(
                            row + ", provider to driver",
                            name,
                            String.format(Locale.ROOT, "%.0f %%", 100 * graft.perSecond() / raw.perSecond()));
                    figures.put("driver", raw);
                    if (threads == 1) {
                        report.remark(name + "'s driver alone: " + driver.write() + ".");
                    }
                }
            }
            report.figures(name + ", " + row, figures);
        }
    }

    private void charts() {
        Chart rates = Chart.overTime("POST: throughput over time by provider, from a cold start", "events/s");
        Chart latencies = Chart.ofPercentiles("POST: latency by percentile and provider");
        posts.forEach((name, post) -> {
            rates.line(
                    name,
                    post.slots().stream()
                            .map(slot -> new double[] {slot.atSecond(), slot.perSecond()})
                            .toList());
            latencies.percentiles(name, post.latency());
            LoadResult embedded = posts.get("embedded");
            if (embedded != null && !name.equals("embedded")) {
                comparison.put(
                        "POST, compared with embedded",
                        name,
                        String.format(Locale.ROOT, "%.0f %%", 100 * post.perSecond() / embedded.perSecond()));
            }
        });
        if (!posts.isEmpty()) {
            report.chart(rates);
            report.chart(latencies);
        }
    }
}
