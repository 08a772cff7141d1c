package io.graft.bus.binding.internal;

import io.graft.api.metrics.Metrics;
import io.graft.api.metrics.Metrics.Counter;
import io.graft.bus.binding.BusBindingStatus.Counts;

/** What the bus counts. */
final class BusMeters {

    private static final String IGNORED = "graft_bus_replies_ignored_total";
    private static final String IGNORED_HELP = "Replies that nobody waits for.";

    private final Counter published;
    private final Rate publishedRate = new Rate(System::nanoTime);
    private final Counter delivered;
    private final Rate deliveredRate = new Rate(System::nanoTime);
    final Counter failed;
    final Counter requests;
    final Counter timeouts;
    final Counter late;
    final Counter second;
    final Counter unknown;

    BusMeters(Metrics metrics) {
        published = metrics.counter("graft_bus_published_total", "Messages that were handed over to the bus.");
        delivered = metrics.counter("graft_bus_delivered_total", "Messages that the gateway's subscriptions have got.");
        failed = metrics.counter("graft_bus_publish_failures_total", "Messages that could not be handed over.");
        requests = metrics.counter("graft_bus_requests_total", "Requests that were made on the bus.");
        timeouts = metrics.counter("graft_bus_request_timeouts_total", "Requests that got no reply in time.");
        late = metrics.counter(IGNORED, IGNORED_HELP, "reason", "late");
        second = metrics.counter(IGNORED, IGNORED_HELP, "reason", "second");
        unknown = metrics.counter(IGNORED, IGNORED_HELP, "reason", "unknown");
    }

    void published() {
        published.add(1);
        publishedRate.add(1);
    }

    void delivered() {
        delivered.add(1);
        deliveredRate.add(1);
    }

    Counts counts(int openRequests) {
        return new Counts(
                published.sum(),
                publishedRate.perSecond(),
                delivered.sum(),
                deliveredRate.perSecond(),
                failed.sum(),
                requests.sum(),
                openRequests,
                timeouts.sum(),
                late.sum(),
                second.sum(),
                unknown.sum());
    }
}
