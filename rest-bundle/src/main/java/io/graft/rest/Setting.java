package io.graft.rest;

import java.util.Objects;

/**
 * A setting of a service, under EdgeX's name and under ours.
 *
 * @param path EdgeX's path within the service's configuration, e.g. {@code Writable/PersistData}
 * @param property the property in our configuration, e.g. {@code persist.data}
 * @param live whether a change takes effect at once; else with the next start
 * @param value the value in force: a String, Boolean, Long or Double, whose class is the setting's type
 */
public record Setting(String path, String property, boolean live, Object value) {

    public Setting {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(property, "property");
        if (!(value instanceof String
                || value instanceof Boolean
                || value instanceof Long
                || value instanceof Double)) {
            throw new IllegalArgumentException(
                    "setting " + path + " has the value " + value + "; a String, Boolean, Long or Double is needed");
        }
    }
}
