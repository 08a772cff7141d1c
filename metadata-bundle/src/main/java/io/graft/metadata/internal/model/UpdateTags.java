package io.graft.metadata.internal.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Changes of the tags of a resource or command: objects are merged, and what is {@code null} is taken away. */
public record UpdateTags(String name, Map<String, Object> tags) {

    static final UpdateTags NONE = new UpdateTags(null, null);

    public UpdateTags {
        name = Values.text(name);
        tags = Values.map(tags);
    }

    /** The tags with the changes. */
    public Map<String, Object> applyTo(Map<String, Object> old) {
        return merge(old, tags);
    }

    static void validate(List<UpdateTags> updates, String field, Problems problems) {
        for (int i = 0; i < updates.size(); i++) {
            Problems at = problems.in(field, i);
            at.name("Name", updates.get(i).name());
            at.free("Tags", updates.get(i).tags());
        }
    }

    private static Map<String, Object> merge(Map<?, ?> old, Map<?, ?> changes) {
        Map<String, Object> merged = new LinkedHashMap<>();
        old.forEach((key, value) -> merged.put((String) key, value));
        changes.forEach((key, value) -> {
            if (value == null) {
                merged.remove((String) key);
            } else if (value instanceof Map<?, ?> inner && merged.get(key) instanceof Map<?, ?> oldInner) {
                merged.put((String) key, merge(oldInner, inner));
            } else {
                merged.put((String) key, value);
            }
        });
        return merged;
    }
}
