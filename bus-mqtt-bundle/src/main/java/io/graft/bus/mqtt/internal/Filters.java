package io.graft.bus.mqtt.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * Filters of which a topic matches one at most. With MQTT 5 a broker may send a message once for every filter that matches,
 * and nothing in a copy says that it is one. So filters that could match the same topic are replaced by one that matches
 * what they do, and perhaps more.
 */
final class Filters {

    private Filters() {}

    /** As few filters as needed, which match all that these do. */
    static List<String> disjoint(List<String> filters) {
        List<List<String>> found = new ArrayList<>();
        for (String filter : filters) {
            List<String> added = List.of(filter.split("/", -1));
            int i = 0;
            while (i < found.size()) {
                if (overlap(found.get(i), added)) {
                    added = union(found.remove(i), added);
                    i = 0;
                } else {
                    i++;
                }
            }
            found.add(added);
        }
        return found.stream().map(levels -> String.join("/", levels)).toList();
    }

    private static boolean overlap(List<String> a, List<String> b) {
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            // The end of one filter matches # of the other: the parent is part of it.
            String one = i < a.size() ? a.get(i) : "";
            String other = i < b.size() ? b.get(i) : "";
            if (i == 0 && ((isWild(one) && other.startsWith("$")) || (isWild(other) && one.startsWith("$")))) {
                return false;
            }
            if ((i < a.size() && one.equals("#")) || (i < b.size() && other.equals("#"))) {
                return true;
            }
            if (i >= a.size() || i >= b.size()) {
                return false;
            }
            if (!one.equals("+") && !other.equals("+") && !one.equals(other)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWild(String level) {
        return level.equals("+") || level.equals("#");
    }

    private static List<String> union(List<String> a, List<String> b) {
        List<String> levels = new ArrayList<>();
        int shorter = Math.min(a.size(), b.size());
        for (int i = 0; i < shorter; i++) {
            String one = a.get(i);
            String other = b.get(i);
            if (one.equals("#") || other.equals("#")) {
                levels.add("#");
                return levels;
            }
            levels.add(one.equals(other) ? one : "+");
        }
        if (a.size() != b.size()) {
            levels.add("#");
        }
        return levels;
    }
}
