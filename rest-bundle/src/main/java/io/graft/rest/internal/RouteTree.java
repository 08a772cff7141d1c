package io.graft.rest.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The routes of a service as a tree of path segments. Immutable once built. */
final class RouteTree {

    /** A route found, with the values of its parameters. */
    static final class Match {

        private final Endpoint endpoint;
        private final String[] values;

        private Match(Endpoint endpoint, String[] values) {
            this.endpoint = endpoint;
            this.values = values;
        }

        Endpoint endpoint() {
            return endpoint;
        }

        /** The decoded value of a parameter. */
        String value(String param) {
            int index = endpoint.params().indexOf(param);
            if (index < 0) {
                throw new IllegalArgumentException("the route " + endpoint.template() + " has no {" + param + "}");
            }
            return values[index];
        }
    }

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private final Map<String, Endpoint> methods = new LinkedHashMap<>();
        private final Map<String, Endpoint> restMethods = new LinkedHashMap<>();
        private Node param;
    }

    private static final String[] NO_VALUES = {};

    private final Node root = new Node();

    RouteTree(List<Endpoint> endpoints) {
        for (Endpoint endpoint : endpoints) {
            add(endpoint);
        }
    }

    /** The names of a template's parameters. */
    static List<String> paramsOf(String template) {
        List<String> names = new ArrayList<>();
        for (String segment : template.substring(1).split("/", -1)) {
            if (isParam(segment)) {
                names.add(isRest(segment) ? segment.substring(1, segment.length() - 2) : name(segment));
            }
        }
        return List.copyOf(names);
    }

    /**
     * Finds the route for a path.
     *
     * @param path the path as it was sent, percent-encoded
     * @param from where the part that the templates speak of begins, with its slash
     * @return null if there is none
     */
    Match match(String method, String path, int from) {
        if (from >= path.length() || path.charAt(from) != '/') {
            return null;
        }
        return descend(root, method, path, from + 1, NO_VALUES);
    }

    /** The methods that a path can be asked with; empty if there is no such path. */
    Set<String> methods(String path, int from) {
        Set<String> methods = new TreeSet<>();
        if (from < path.length() && path.charAt(from) == '/') {
            collect(root, path, from + 1, methods);
        }
        return methods;
    }

    private void add(Endpoint endpoint) {
        Node node = root;
        String[] segments = endpoint.template().substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            if (isRest(segment)) {
                if (i < segments.length - 1) {
                    throw new IllegalArgumentException(
                            "template " + endpoint.template() + " has segments after " + segment);
                }
                put(node.restMethods, endpoint);
                return;
            }
            if (isParam(segment)) {
                if (node.param == null) {
                    node.param = new Node();
                }
                node = node.param;
            } else {
                node = node.literals.computeIfAbsent(segment, s -> new Node());
            }
        }
        put(node.methods, endpoint);
    }

    private static void put(Map<String, Endpoint> methods, Endpoint endpoint) {
        Endpoint other = methods.put(endpoint.method(), endpoint);
        if (other != null) {
            throw new IllegalArgumentException("templates " + other.template() + " and " + endpoint.template()
                    + " answer the same paths for " + endpoint.method());
        }
    }

    private static Match descend(Node node, String method, String path, int from, String[] values) {
        int slash = path.indexOf('/', from);
        int end = slash < 0 ? path.length() : slash;
        if (end > from) {
            String segment = PercentCodec.decodePath(path, from, end);
            Node literal = node.literals.get(segment);
            Match match = literal == null ? null : enter(literal, method, path, slash, values);
            if (match == null && node.param != null) {
                match = enter(node.param, method, path, slash, with(values, segment));
            }
            if (match != null) {
                return match;
            }
        }
        Endpoint rest = node.restMethods.get(method);
        return rest == null || from == path.length()
                ? null
                : new Match(rest, with(values, PercentCodec.decodePath(path, from, path.length())));
    }

    private static Match enter(Node node, String method, String path, int slash, String[] values) {
        if (slash >= 0) {
            return descend(node, method, path, slash + 1, values);
        }
        Endpoint endpoint = node.methods.get(method);
        return endpoint == null ? null : new Match(endpoint, values);
    }

    private static void collect(Node node, String path, int from, Set<String> methods) {
        int slash = path.indexOf('/', from);
        int end = slash < 0 ? path.length() : slash;
        if (end > from) {
            Node literal = node.literals.get(PercentCodec.decodePath(path, from, end));
            for (Node next : new Node[] {literal, node.param}) {
                if (next != null && slash < 0) {
                    methods.addAll(next.methods.keySet());
                } else if (next != null) {
                    collect(next, path, slash + 1, methods);
                }
            }
        }
        if (from < path.length()) {
            methods.addAll(node.restMethods.keySet());
        }
    }

    private static String[] with(String[] values, String value) {
        String[] more = new String[values.length + 1];
        System.arraycopy(values, 0, more, 0, values.length);
        more[values.length] = value;
        return more;
    }

    private static boolean isParam(String segment) {
        return segment.length() > 2 && segment.startsWith("{") && segment.endsWith("}");
    }

    private static boolean isRest(String segment) {
        return isParam(segment) && segment.endsWith("*}");
    }

    private static String name(String segment) {
        return segment.substring(1, segment.length() - 1);
    }
}
