package io.graft.metadata.internal.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns what a client left out, or gave as {@code null}, into the empty value that EdgeX takes it for; and makes lists
 * and maps unmodifiable.
 */
final class Values {

    private Values() {}

    static String text(String text) {
        return text == null ? "" : text;
    }

    static List<String> texts(List<String> texts) {
        return texts == null ? List.of() : textsOrNull(texts);
    }

    static List<String> textsOrNull(List<String> texts) {
        return listOrNull(texts, "");
    }

    static <T> List<T> list(List<T> list, T empty) {
        return list == null ? List.of() : listOrNull(list, empty);
    }

    static <T> List<T> listOrNull(List<T> list, T empty) {
        if (list == null) {
            return null;
        }
        List<T> filled = new ArrayList<>(list);
        filled.replaceAll(element -> element == null ? empty : element);
        return Collections.unmodifiableList(filled);
    }

    /** Free content: {@code null} within it stays. */
    static Map<String, Object> map(Map<String, Object> map) {
        return map == null ? Map.of() : mapOrNull(map);
    }

    static Map<String, Object> mapOrNull(Map<String, Object> map) {
        return map == null ? null : Collections.unmodifiableMap(map);
    }

    static <T> Map<String, T> mapOrNull(Map<String, T> map, T empty) {
        if (map == null) {
            return null;
        }
        Map<String, T> filled = new LinkedHashMap<>(map);
        filled.replaceAll((key, value) -> value == null ? empty : value);
        return Collections.unmodifiableMap(filled);
    }

    static <T> T or(T change, T old) {
        return change == null ? old : change;
    }
}
