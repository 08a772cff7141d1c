package io.graft.rest.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.rest.Setting;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings as EdgeX shows a service's configuration: objects nested along the settings' paths. */
final class ConfigTree {

    private final Map<String, Object> root = new LinkedHashMap<>();

    ConfigTree(List<Setting> settings) {
        for (Setting setting : settings) {
            put(root, setting.path(), setting.value());
        }
    }

    void write(JsonGenerator out) throws IOException {
        write(root, out);
    }

    private static void put(Map<String, Object> object, String path, Object value) {
        int slash = path.indexOf('/');
        if (slash < 0) {
            object.put(path, value);
            return;
        }
        Object inner = object.computeIfAbsent(path.substring(0, slash), name -> new LinkedHashMap<String, Object>());
        if (!(inner instanceof LinkedHashMap<?, ?>)) {
            throw new IllegalArgumentException("setting " + path + " lies below another setting");
        }
        @SuppressWarnings("unchecked") // only maps with such keys are put in
        Map<String, Object> nested = (Map<String, Object>) inner;
        put(nested, path.substring(slash + 1), value);
    }

    private static void write(Map<?, ?> object, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (Map.Entry<?, ?> field : object.entrySet()) {
            out.writeFieldName((String) field.getKey());
            if (field.getValue() instanceof Map<?, ?> nested) {
                write(nested, out);
            } else {
                out.writePOJO(field.getValue());
            }
        }
        out.writeEndObject();
    }
}
