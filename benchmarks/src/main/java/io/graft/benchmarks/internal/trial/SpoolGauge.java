package io.graft.benchmarks.internal.trial;

import io.graft.benchmarks.internal.api.ApiClient;
import java.io.IOException;

/**
 * What the gateway's metrics say of core-data's spool at one moment.
 *
 * @param at the moment, as {@link System#nanoTime()} has it
 * @param events in the spool
 * @param drained out of it into a database since the gateway started
 */
record SpoolGauge(long at, long events, long drained) {

    private static final String SERVICE = "service=\"" + Site.SERVICE + "\"";

    static SpoolGauge read(ApiClient common) throws IOException, InterruptedException {
        String metrics = common.text("/metrics");
        return new SpoolGauge(
                System.nanoTime(), value(metrics, "graft_spool_events"), value(metrics, "graft_spool_drained_total"));
    }

    private static long value(String metrics, String name) throws IOException {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(SERVICE))
                .findFirst()
                .map(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .orElseThrow(() -> new IOException("the gateway's metrics have no " + name + " of " + Site.SERVICE));
    }
}
