package io.graft.command.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Bounds how many commands are under way, in all and to one device service. Safe for use by many threads. */
final class Places {

    /**
     * The bounds.
     *
     * @param all how many in all
     * @param each how many to one device service, so that one that hangs does not take all
     */
    record Bounds(int all, int each) {}

    private final Supplier<Bounds> bounds;
    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    Places(Supplier<Bounds> bounds) {
        this.bounds = bounds;
    }

    /** Takes a place if there is one; it must be given back by {@link #leave}. */
    synchronized boolean enter(String service) {
        Bounds now = bounds.get();
        int there = taken.getOrDefault(service, 0);
        if (all >= now.all() || there >= now.each()) {
            return false;
        }
        all++;
        taken.put(service, there + 1);
        return true;
    }

    synchronized void leave(String service) {
        all--;
        taken.computeIfPresent(service, (name, count) -> count == 1 ? null : count - 1);
    }

    synchronized int inUse() {
        return all;
    }
}
