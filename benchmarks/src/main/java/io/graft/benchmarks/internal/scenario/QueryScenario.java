package io.graft.benchmarks.internal.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.benchmarks.internal.Bench;
import io.graft.benchmarks.internal.api.PathRequests;
import io.graft.benchmarks.internal.load.LoadResult;
import io.graft.benchmarks.internal.load.LoadSpec;
import io.graft.benchmarks.internal.report.Goal;
import io.graft.benchmarks.internal.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * GETs while nothing is written.
 *
 * @param name by which it is chosen, also the name of its figures
 * @param goal its row
 * @param parallel whether over all connections, else over one
 * @param minItems how many items an answer has at least
 * @param paths what is asked; called once the events are stored
 * @param perSecondAim of the parallel one; 0 for none
 * @param p50Aim milliseconds; 0 for none
 * @param p99Aim milliseconds; 0 for none
 */
record QueryScenario(
        String name,
        Goal goal,
        boolean parallel,
        int minItems,
        Function<Bench, Supplier<String>> paths,
        double perSecondAim,
        double p50Aim,
        double p99Aim)
        implements Scenario {

    private static final int LONGEST_WARM_UP_SECONDS = 2;
    private static final int LONGEST_SECONDS = 10;

    @Override
    public String title() {
        return "GET: " + name;
    }

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        bench.fill();
        Supplier<String> path = paths.apply(bench);
        check(bench, path.get());
        int warmUp = Math.min(LONGEST_WARM_UP_SECONDS, bench.options().warmUpSeconds());
        int connections = parallel ? bench.options().connections() : 1;
        LoadSpec spec = LoadSpec.closedLoop(bench.data().address(), connections, 200)
                .lasting(Duration.ofSeconds(
                        warmUp + Math.min(LONGEST_SECONDS, bench.options().seconds())))
                .warmedUpFor(Duration.ofSeconds(warmUp));
        LoadResult result = bench.run(spec, new PathRequests(bench.data().host(), path), 0, "");
        bench.report().load(name, result, 200);
        String measured = parallel
                ? "%s, p50 %s, p99 %s"
                        .formatted(
                                Report.rate(result.perSecond()),
                                Report.millis(result.millis(50)),
                                Report.millis(result.millis(99)))
                : "%s (p99 %s) at %,d events"
                        .formatted(Report.millis(result.millis(50)), Report.millis(result.millis(99)), bench.stored());
        if (perSecondAim == 0 && p50Aim == 0) {
            bench.report().finding(goal, measured);
        } else {
            bench.report().finding(goal, met(result), measured);
        }
    }

    private boolean met(LoadResult result) {
        return result.errors(200) == 0
                && result.perSecond() >= perSecondAim
                && (p50Aim == 0 || result.millis(50) <= p50Aim)
                && (p99Aim == 0 || result.millis(99) <= p99Aim);
    }

    /** A fast wrong answer is no answer. */
    private void check(Bench bench, String path) throws IOException, InterruptedException {
        JsonNode answer = bench.data().get(path);
        if (answer.has("event")) {
            return;
        }
        JsonNode items = answer.has("events") ? answer.path("events") : answer.path("readings");
        if (items.size() < minItems || answer.path("totalCount").asLong() < items.size()) {
            throw new IOException("GET %s answered %d items, totalCount %s; at least %d were expected"
                    .formatted(path, items.size(), answer.path("totalCount"), minItems));
        }
    }
}
