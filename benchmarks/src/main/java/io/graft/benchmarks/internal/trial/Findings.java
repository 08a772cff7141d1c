package io.graft.benchmarks.internal.trial;

import io.graft.benchmarks.internal.report.AimTable;
import io.graft.benchmarks.internal.report.Report;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The rows that all trials have. */
final class Findings {

    private Findings() {}

    /** What the census found: nothing may be lost, and nothing be there twice. */
    static void census(AimTable table, Census.Result found) {
        table.row("acknowledged events", "%,d, of which are in %s".formatted(found.acknowledged(), found.stored()));
        table.row("lost", "0", Long.toString(found.lost()), found.lost() == 0);
        table.row("duplicated", "0", Long.toString(found.duplicated()), found.duplicated() == 0);
        if (found.damaged() > 0) {
            table.row("stored with another value", "0", Long.toString(found.damaged()), false);
        }
        if (found.unsure() > 0) {
            table.row("stored without having been acknowledged", "%,d".formatted(found.unsure()));
        }
        if (!found.firstLost().isEmpty()) {
            table.remark("The first that were lost: " + String.join(", ", found.firstLost()));
        }
        table.figures("census", found);
    }

    /** Failed requests, with the aim that there are none. */
    static void noFailures(AimTable table, MixedLoad load) {
        table.row("requests failed", "0", failures(load), load.failures() == 0);
        examples(table, load);
    }

    /** Failed requests, where the gateway or all databases were away. */
    static void failuresAllowed(AimTable table, String prefix, MixedLoad load) {
        table.row(prefix + "requests failed", failures(load));
        examples(table, load);
    }

    /** Latencies of a load. */
    static void latencies(AimTable table, String prefix, MixedLoad load) {
        table.row(prefix + "POST", latency(load.ingest()));
        table.row(prefix + "queries", latency(load.queries()));
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("POST", figures(load.ingest()));
        figures.put("queries", figures(load.queries()));
        figures.put("failures", load.faults());
        table.figures(prefix + "load", figures);
    }

    private static String latency(Histogram latency) {
        return "%,d answers, p50 %s, p99 %s, p99.9 %s, slowest %s"
                .formatted(
                        latency.getTotalCount(),
                        millis(latency, 50),
                        millis(latency, 99),
                        millis(latency, 99.9),
                        millis(latency, 100));
    }

    static String millis(Histogram latency, double percentile) {
        return Report.millis(latency.getValueAtPercentile(percentile) / 1e6);
    }

    private static Map<String, Object> figures(Histogram latency) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("answers", latency.getTotalCount());
        for (double percentile : new double[] {50, 90, 99, 99.9, 99.99, 100}) {
            figures.put("p" + percentile + "Millis", latency.getValueAtPercentile(percentile) / 1e6);
        }
        return figures;
    }

    private static String failures(MixedLoad load) {
        return load.failures() == 0 ? "0" : "%,d %s".formatted(load.failures(), load.faults());
    }

    private static void examples(AimTable table, MixedLoad load) {
        load.examples().forEach(example -> table.remark("The first of its kind: " + example));
    }
}
