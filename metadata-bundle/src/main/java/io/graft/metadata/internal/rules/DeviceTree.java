package io.graft.metadata.internal.rules;

import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.api.persistence.Page;
import io.graft.metadata.internal.model.Device;
import io.graft.metadata.internal.store.Kind;
import io.graft.metadata.internal.store.Records;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Walks from a device to its children, level by level; a device that is its own ancestor is visited once. */
public final class DeviceTree {

    private static final int AT_ONCE = 500;

    private final Records<Device> devices;

    DeviceTree(Records<Device> devices) {
        this.devices = devices;
    }

    /**
     * A page of the descendants of a device, nearest first, with the total.
     *
     * @param ancestor the device's name
     * @param maxLevels how far to go; 0 for all the way
     * @param labels labels that a descendant must have, all of them, to be counted
     */
    public Page<Document> descendants(String ancestor, int maxLevels, Set<String> labels, long offset, int limit) {
        List<Document> window = new ArrayList<>();
        long total = 0;
        Set<String> visited = new HashSet<>(Set.of(ancestor));
        List<String> level = List.of(ancestor);
        for (int depth = 1; !level.isEmpty() && (maxLevels == 0 || depth <= maxLevels); depth++) {
            List<String> next = new ArrayList<>();
            for (Document child : children(level)) {
                String name = child.texts().get(Kind.NAME).get(0);
                if (!visited.add(name)) {
                    continue;
                }
                next.add(name);
                if (child.texts().getOrDefault(Kind.LABEL, List.of()).containsAll(labels)) {
                    if (total >= offset && window.size() < limit) {
                        window.add(child);
                    }
                    total++;
                }
            }
            level = next;
        }
        return new Page<>(window, OptionalLong.of(total));
    }

    private List<Document> children(List<String> parents) {
        List<Document> children = new ArrayList<>();
        for (int from = 0; from < parents.size(); from += AT_ONCE) {
            Set<String> some = Set.copyOf(parents.subList(from, Math.min(from + AT_ONCE, parents.size())));
            List<Condition> ofThem = List.of(new Condition.AnyOf(Kind.PARENT, some));
            devices.forEach(ofThem, children::add);
        }
        return children;
    }
}
