package io.graft.metadata.internal.uom;

import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes units in the form of a file of units. */
public final class UnitsYaml {

    private UnitsYaml() {}

    /** The units as YAML. */
    public static String write(Units units) {
        Map<String, Object> groups = new LinkedHashMap<>();
        units.units().forEach((name, group) -> groups.put(name, content(group.source(), "Values", group.values())));
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(options).dump(content(units.source(), "Units", groups));
    }

    private static Map<String, Object> content(String source, String key, Object value) {
        Map<String, Object> content = new LinkedHashMap<>();
        if (source != null && !source.isEmpty()) {
            content.put("Source", source);
        }
        content.put(key, value);
        return content;
    }
}
