package io.graft.rest.internal;

import io.graft.api.metrics.Metrics;
import io.graft.rest.Handler;
import io.graft.rest.Routes;
import java.util.Arrays;
import java.util.List;

/** A route ready to be served: its handler, the names of its parameters, its timers. */
final class Endpoint {

    /** The pair of a status and its timer. */
    private record Timed(int status, Metrics.Timer timer) {}

    private final String service;
    private final Routes.Route route;
    private final boolean exempt;
    private final List<String> params;
    private final Metrics metrics;
    private volatile Timed[] timers = new Timed[0];

    /**
     * @param exempt whether it is answered even when the gateway has more requests than it takes
     */
    Endpoint(String service, Routes.Route route, boolean exempt, Metrics metrics) {
        this.service = service;
        this.route = route;
        this.exempt = exempt;
        this.params = RouteTree.paramsOf(route.template());
        this.metrics = metrics;
    }

    String method() {
        return route.method();
    }

    String template() {
        return route.template();
    }

    Handler handler() {
        return route.handler();
    }

    boolean exempt() {
        return exempt;
    }

    /** The names of the parameters, in the order of the template. */
    List<String> params() {
        return params;
    }

    /** Counts an answer. */
    void record(int status, long nanos) {
        for (Timed timed : timers) {
            if (timed.status == status) {
                timed.timer.record(nanos);
                return;
            }
        }
        addTimer(status).record(nanos);
    }

    private synchronized Metrics.Timer addTimer(int status) {
        Metrics.Timer timer = metrics.timer(
                "graft_http_request_seconds",
                "Time from a request's first line to the last byte of its answer.",
                "service",
                service,
                "method",
                route.method(),
                "route",
                route.template(),
                "code",
                Integer.toString(status));
        Timed[] more = Arrays.copyOf(timers, timers.length + 1);
        more[timers.length] = new Timed(status, timer);
        timers = more;
        return timer;
    }
}
