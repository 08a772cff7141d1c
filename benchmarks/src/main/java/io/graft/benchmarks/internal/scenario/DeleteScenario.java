package io.graft.benchmarks.internal.scenario;

import io.graft.benchmarks.internal.Bench;
import io.graft.benchmarks.internal.api.ApiClient;
import io.graft.benchmarks.internal.gateway.OwnGateway;
import io.graft.benchmarks.internal.load.LoadDriver;
import io.graft.benchmarks.internal.load.LoadResult;
import io.graft.benchmarks.internal.load.LoadSpec;
import io.graft.benchmarks.internal.report.Chart;
import io.graft.benchmarks.internal.report.Goal;
import io.graft.benchmarks.internal.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** DELETE of one device's events, which lie among those of all others, while all connections ingest. */
final class DeleteScenario implements Scenario {

    private static final double CALLERS_AIM_MILLIS = 50;
    private static final double GONE_AIM_MILLIS = 1_000;
    private static final double INGEST_AIM_MILLIS = 50;
    private static final int LEAD_SECONDS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PENDING = "graft_store_purge_pending";

    /**
     * How the deletion went; milliseconds since it was asked for.
     *
     * @param answered when the service answered
     * @param unseen when a count was 0 for the first time
     * @param gone when the store had nothing of it left to remove; empty if the store does not tell
     */
    private record Deletion(double answered, double unseen, OptionalDouble gone) {}

    @Override
    public String name() {
        return "delete";
    }

    @Override
    public String title() {
        return "DELETE of one device's events during ingest";
    }

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        bench.fill();
        LoadResult rest = bench.run(bench.ingest(), bench.events().restOfPurged(), 0, "");
        long before = count(bench);
        if (before != bench.events().purgedTotal()) {
            throw new IOException("%,d events of %s are stored instead of %,d, with %d errors: %s"
                    .formatted(
                            before,
                            bench.events().purgedDevice(),
                            bench.events().purgedTotal(),
                            rest.errors(201),
                            rest.firstFault()));
        }
        LoadResult calm = bench.run(during(bench, LEAD_SECONDS), bench.events().next(Long.MAX_VALUE / 2), 0, "");
        LoadDriver driver = new LoadDriver(
                during(bench, 2 * (int) PATIENCE.toSeconds()), bench.events().next(Long.MAX_VALUE / 2));
        CompletableFuture<LoadResult> load = CompletableFuture.supplyAsync(() -> run(driver));
        Deletion deletion;
        try {
            TimeUnit.SECONDS.sleep(LEAD_SECONDS);
            deletion = delete(bench);
            TimeUnit.SECONDS.sleep(1);
        } finally {
            driver.stop();
        }
        report(bench, before, deletion, calm, load.join());
    }

    private static LoadSpec during(Bench bench, int seconds) {
        return bench.ingest().lasting(Duration.ofSeconds(seconds)).warmedUpFor(Duration.ofSeconds(1));
    }

    private static Deletion delete(Bench bench) throws IOException, InterruptedException {
        long start = System.nanoTime();
        bench.data()
                .deleteAccepted("/api/v3/event/device/name/" + bench.events().purgedDevice());
        double answered = millisSince(start);
        while (count(bench) > 0) {
            if (millisSince(start) > PATIENCE.toMillis()) {
                throw new IOException("events were still seen %d s after the DELETE".formatted(PATIENCE.toSeconds()));
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        double unseen = millisSince(start);
        OptionalDouble pending = pending(bench);
        while (pending.orElse(0) > 0 && millisSince(start) < PATIENCE.toMillis()) {
            TimeUnit.MILLISECONDS.sleep(5);
            pending = pending(bench);
        }
        return new Deletion(
                answered,
                unseen,
                pending.isPresent() && pending.getAsDouble() == 0
                        ? OptionalDouble.of(millisSince(start))
                        : OptionalDouble.empty());
    }

    /** What the store still has to remove of what was deleted. */
    private static OptionalDouble pending(Bench bench) throws IOException, InterruptedException {
        Optional<ApiClient> metrics = bench.own().map(OwnGateway::console).map(ApiClient::new);
        if (metrics.isEmpty()) {
            return OptionalDouble.empty();
        }
        double[] values = metrics.get()
                .text("/metrics")
                .lines()
                .filter(line -> line.startsWith(PENDING))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
        return values.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Arrays.stream(values).sum());
    }

    private static void report(Bench bench, long deleted, Deletion deletion, LoadResult calm, LoadResult during) {
        String gone = deletion.gone().isPresent()
                ? "really gone in " + Report.millis(deletion.gone().getAsDouble())
                : "not known to be really gone within " + PATIENCE.toSeconds() + " s";
        bench.report()
                .finding(
                        Goal.DELETE,
                        deletion.unseen() <= CALLERS_AIM_MILLIS
                                && deletion.gone().orElse(Double.MAX_VALUE) <= GONE_AIM_MILLIS
                                && during.maxMillis() <= INGEST_AIM_MILLIS,
                        "%,d events: gone for callers in %s, %s, slowest ingest answer %s (p99 %s; without DELETE slowest %s, p99 %s)"
                                .formatted(
                                        deleted,
                                        Report.millis(deletion.unseen()),
                                        gone,
                                        Report.millis(during.maxMillis()),
                                        Report.millis(during.millis(99)),
                                        Report.millis(calm.maxMillis()),
                                        Report.millis(calm.millis(99))));
        bench.report().load("POST during DELETE", during, 201);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("events", deleted);
        figures.put("answeredMillis", deletion.answered());
        figures.put("goneForCallersMillis", deletion.unseen());
        figures.put(
                "reallyGoneMillis",
                deletion.gone().isPresent() ? deletion.gone().getAsDouble() : null);
        figures.put("slowestIngestMillis", during.maxMillis());
        figures.put("slowestIngestWithoutDeleteMillis", calm.maxMillis());
        bench.report().figures("delete", figures);
        bench.report()
                .chart(Chart.overTime("POST during a DELETE at second " + LEAD_SECONDS, "ms")
                        .line(
                                "p99",
                                during.slots().stream()
                                        .map(slot -> new double[] {slot.atSecond(), slot.p99Millis()})
                                        .toList())
                        .line(
                                "slowest",
                                during.slots().stream()
                                        .map(slot -> new double[] {slot.atSecond(), slot.maxMillis()})
                                        .toList()));
    }

    private static long count(Bench bench) throws IOException, InterruptedException {
        return bench.data()
                .get("/api/v3/event/count/device/name/" + bench.events().purgedDevice())
                .path("count")
                .asLong();
    }

    private static LoadResult run(LoadDriver driver) {
        try {
            return driver.run();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
