package io.graft.bus.binding.internal;

import java.util.Map;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

/**
 * Which providers the binding takes.
 *
 * @param text as configured; empty for any
 * @param filter null where the text is empty or no filter
 * @param fault why the text is no filter; empty if it is one
 */
record Target(String text, Filter filter, String fault) {

    static final Target ANY = new Target("", null, "");

    static Target of(String text) {
        if (text.isEmpty()) {
            return ANY;
        }
        try {
            return new Target(text, FrameworkUtil.createFilter(text), "");
        } catch (InvalidSyntaxException e) {
            return new Target(text, null, String.valueOf(e.getMessage()));
        }
    }

    boolean valid() {
        return fault.isEmpty();
    }

    boolean matches(Map<String, ?> properties) {
        return filter == null ? valid() : filter.match(FrameworkUtil.asDictionary(properties));
    }
}
