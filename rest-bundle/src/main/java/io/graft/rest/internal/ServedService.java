package io.graft.rest.internal;

import io.graft.api.metrics.Metrics;
import io.graft.rest.RestService;
import io.graft.rest.Routes;
import io.graft.rest.internal.json.JsonCodec;
import java.util.ArrayList;
import java.util.List;

/** A service as it is served: its own routes and the common ones, ready to be matched. */
final class ServedService {

    /** Where all routes of EdgeX's API begin. */
    static final String API = "/api/v3";

    private final String name;
    private final RestService owner;
    private final RouteTree routes;
    private final JsonCodec codec = new JsonCodec();
    private final Endpoint unmatched;

    /**
     * @param owner null for the gateway itself
     * @param routes below {@link #API}
     * @param observation routes from the root, answered even when the gateway has more requests than it takes
     */
    ServedService(String name, RestService owner, List<Routes> routes, Routes observation, Metrics metrics) {
        this.name = name;
        this.owner = owner;
        List<Endpoint> endpoints = new ArrayList<>();
        for (Routes.Route route :
                routes.stream().flatMap(part -> part.all().stream()).toList()) {
            Routes.Route absolute =
                    new Routes.Route(route.method(), API + route.template(), route.summary(), route.handler());
            endpoints.add(new Endpoint(name, absolute, false, metrics));
        }
        for (Routes.Route route : observation.all()) {
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

    /** The service that registered it. */
    RestService owner() {
        return owner;
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
