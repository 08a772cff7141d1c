package io.graft.rest.internal;

import io.graft.api.metrics.Metrics;
import io.graft.rest.Routes;
import io.graft.rest.internal.json.JsonCodec;
import java.util.ArrayList;
import java.util.List;

/** A service as it is served: its own routes and the common ones, ready to be matched. */
final class ServedService {

    /** Where all routes of EdgeX's API begin. */
    static final String API = "/api/v3";

    private final String name;
    private final RouteTree routes;
    private final JsonCodec codec = new JsonCodec();
    private final Endpoint unmatched;

    /**
     * @param own routes below {@link #API}
     * @param common routes from the root, answered even under overload
     */
    ServedService(String name, Routes own, Routes common, Metrics metrics) {
        this.name = name;
        List<Endpoint> endpoints = new ArrayList<>();
        for (Routes.Route route : own.all()) {
            Routes.Route absolute =
                    new Routes.Route(route.method(), API + route.template(), route.summary(), route.handler());
            endpoints.add(new Endpoint(name, absolute, false, metrics));
        }
        for (Routes.Route route : common.all()) {
            endpoints.add(new Endpoint(name, route, true, metrics));
        }
        this.routes = new RouteTree(endpoints);
        this.unmatched = new Endpoint(
                name,
                new Routes.Route("other", "/", "", request -> {
                    throw new IllegalStateException("never called");
                }),
                true,
                metrics);
    }

    String name() {
        return name;
    }

    RouteTree routes() {
        return routes;
    }

    JsonCodec codec() {
        return codec;
    }

    /** Counts the requests that no route answers. */
    Endpoint unmatched() {
        return unmatched;
    }
}
