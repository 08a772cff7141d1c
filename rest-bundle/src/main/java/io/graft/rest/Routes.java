package io.graft.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The routes of a service. A template is a path whose segments are literal or a parameter: {@code /event/id/{id}};
 * {@code {key*}} as last segment takes the whole rest of the path. Where two templates match a path, the one with the
 * literal at the first difference is taken.
 */
public final class Routes {

    /**
     * One route.
     *
     * @param method GET, POST, PUT, PATCH or DELETE
     * @param template the path's template
     * @param summary what it does, one sentence for the API documentation
     * @param handler answers
     */
    public record Route(String method, String template, String summary, Handler handler) {

        public Route {
            Objects.requireNonNull(method, "method");
            Objects.requireNonNull(summary, "summary");
            Objects.requireNonNull(handler, "handler");
            if (!template.startsWith("/")) {
                throw new IllegalArgumentException("template '" + template + "' must begin with /");
            }
        }
    }

    private final List<Route> all;

    private Routes(List<Route> all) {
        this.all = List.copyOf(all);
    }

    /** All routes, in the order in which they were added. */
    public List<Route> all() {
        return all;
    }

    /** Collects routes. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects routes; not thread-safe. */
    public static final class Builder {

        private final List<Route> routes = new ArrayList<>();

        private Builder() {}

        public Builder get(String template, String summary, Handler handler) {
            return add("GET", template, summary, handler);
        }

        public Builder post(String template, String summary, Handler handler) {
            return add("POST", template, summary, handler);
        }

        public Builder put(String template, String summary, Handler handler) {
            return add("PUT", template, summary, handler);
        }

        public Builder patch(String template, String summary, Handler handler) {
            return add("PATCH", template, summary, handler);
        }

        public Builder delete(String template, String summary, Handler handler) {
            return add("DELETE", template, summary, handler);
        }

        public Routes build() {
            return new Routes(routes);
        }

        private Builder add(String method, String template, String summary, Handler handler) {
            routes.add(new Route(method, template, summary, handler));
            return this;
        }
    }
}
