package io.graft.bus.broker.internal.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who subscribes to what: a tree by levels of the filters. Reading takes no lock; what matched a topic is remembered until
 * the next change, so that most messages cost one look-up and no allocation.
 */
public final class TopicTree {

    private static final int REMEMBERED = 4_096;
    private static final int REMEMBERED_LENGTH = 256;

    private final Node root = new Node();
    private volatile Map<String, List<Subscription>> matched = new ConcurrentHashMap<>();

    private static final class Node {
        final Map<String, Node> children = new ConcurrentHashMap<>();
        /** Those whose filter ends here, and those whose filter ends with a {@code #} below. Replaced, never changed. */
        volatile List<Subscription> here = List.of();

        volatile List<Subscription> below = List.of();

        boolean isEmpty() {
            return children.isEmpty() && here.isEmpty() && below.isEmpty();
        }
    }

    /** Adds; replaces what the receiver subscribed to with the same filter. */
    public synchronized void add(String filter, Subscription subscription) {
        String[] levels = filter.split("/", -1);
        boolean all = levels[levels.length - 1].equals("#");
        Node node = root;
        for (int i = 0; i < (all ? levels.length - 1 : levels.length); i++) {
            node = node.children.computeIfAbsent(levels[i], level -> new Node());
        }
        if (all) {
            node.below = with(node.below, subscription);
        } else {
            node.here = with(node.here, subscription);
        }
        matched = new ConcurrentHashMap<>();
    }

    /** Removes; has no effect if the receiver has not subscribed to this filter. */
    public synchronized void remove(String filter, Receiver receiver) {
        String[] levels = filter.split("/", -1);
        boolean all = levels[levels.length - 1].equals("#");
        int depth = all ? levels.length - 1 : levels.length;
        List<Node> path = new ArrayList<>(List.of(root));
        for (int i = 0; i < depth; i++) {
            Node next = path.get(i).children.get(levels[i]);
            if (next == null) {
                return;
            }
            path.add(next);
        }
        Node last = path.get(depth);
        if (all) {
            last.below = without(last.below, receiver);
        } else {
            last.here = without(last.here, receiver);
        }
        for (int i = depth; i > 0 && path.get(i).isEmpty(); i--) {
            path.get(i - 1).children.remove(levels[i - 1]);
        }
        matched = new ConcurrentHashMap<>();
    }

    /** Whether nobody subscribes to anything, and nothing is kept of those who did. */
    public boolean isEmpty() {
        return root.isEmpty();
    }

    /** Who subscribes to a topic, each receiver once. */
    public List<Subscription> match(String topic) {
        Map<String, List<Subscription>> known = matched;
        List<Subscription> found = known.get(topic);
        if (found == null) {
            found = collect(topic);
            if (known.size() >= REMEMBERED) {
                matched = new ConcurrentHashMap<>();
            } else if (topic.length() <= REMEMBERED_LENGTH) {
                known.put(topic, found);
            }
        }
        return found;
    }

    private List<Subscription> collect(String topic) {
        Map<Receiver, Subscription> found = new LinkedHashMap<>();
        String[] levels = topic.split("/", -1);
        if (topic.startsWith("$")) {
            Node first = root.children.get(levels[0]);
            if (first != null) {
                collect(first, levels, 1, found);
            }
        } else {
            collect(root, levels, 0, found);
        }
        return List.copyOf(found.values());
    }

    private static void collect(Node node, String[] levels, int depth, Map<Receiver, Subscription> found) {
        addAll(node.below, found);
        if (depth == levels.length) {
            addAll(node.here, found);
            return;
        }
        Node named = node.children.get(levels[depth]);
        if (named != null) {
            collect(named, levels, depth + 1, found);
        }
        Node any = node.children.get("+");
        if (any != null) {
            collect(any, levels, depth + 1, found);
        }
    }

    private static void addAll(List<Subscription> some, Map<Receiver, Subscription> found) {
        for (Subscription each : some) {
            found.merge(each.receiver(), each, Subscription::and);
        }
    }

    private static List<Subscription> with(List<Subscription> some, Subscription more) {
        Map<Receiver, Subscription> all = byReceiver(some);
        all.put(more.receiver(), more);
        return List.copyOf(all.values());
    }

    private static List<Subscription> without(List<Subscription> some, Receiver receiver) {
        return some.stream().filter(each -> each.receiver() != receiver).toList();
    }

    private static Map<Receiver, Subscription> byReceiver(List<Subscription> some) {
        Map<Receiver, Subscription> all = new LinkedHashMap<>();
        some.forEach(each -> all.put(each.receiver(), each));
        return all;
    }
}
