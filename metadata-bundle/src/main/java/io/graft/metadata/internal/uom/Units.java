package io.graft.metadata.internal.uom;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Units of measure by what they measure.
 *
 * @param source where they come from
 * @param units the groups by their names
 */
public record Units(@JsonInclude(Include.NON_EMPTY) String source, Map<String, Group> units) {

    /**
     * Units that measure the same.
     *
     * @param source where they come from, unless from the same as all
     * @param values the units
     */
    public record Group(@JsonInclude(Include.NON_EMPTY) String source, List<String> values) {

        public Group {
            values = values == null ? List.of() : List.copyOf(values);
        }
    }

    public Units {
        units = units == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(units));
    }

    /** All units of all groups. */
    Set<String> all() {
        Set<String> all = new HashSet<>();
        units.values().forEach(group -> all.addAll(group.values()));
        return all;
    }
}
