package io.graft.persistence.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The stores that are installed, and which of them a binding takes. A target that can't be met does not replace the one
 * before. Guarded by the gate's lock.
 */
final class Candidates<S> {

    private final List<Lease<S>> all = new ArrayList<>(2);
    private Target wanted = Target.ANY;
    private Target inForce;

    void want(Target target) {
        wanted = target;
    }

    void add(Lease<S> lease) {
        all.add(lease);
    }

    void remove(Lease<S> lease) {
        all.remove(lease);
    }

    /** The lease on a store, or null. */
    Lease<S> find(S store) {
        for (Lease<S> lease : all) {
            if (lease.store() == store) {
                return lease;
            }
        }
        return null;
    }

    /**
     * The store that calls shall go to, or null.
     *
     * @param current the one they go to now, which stays where another one is only as good
     */
    Lease<S> select(Lease<S> current) {
        Lease<S> chosen = best(wanted, current);
        if (chosen != null) {
            inForce = wanted;
            return chosen;
        }
        return inForce == null ? null : best(inForce, current);
    }

    /** The target as configured. */
    String target() {
        return wanted.text();
    }

    /** Whether the target as configured is the one that is followed. */
    boolean met() {
        return wanted.equals(inForce);
    }

    /** What is wrong with the target as configured. */
    String problem(String property) {
        if (!wanted.valid()) {
            return property + " '" + wanted.text() + "' is no filter (" + wanted.fault()
                    + "); write e.g. (persistence.provider=embedded)";
        }
        String installed = all.stream().map(Lease::provider).distinct().sorted().collect(Collectors.joining(", "));
        return "no installed provider that serves now meets " + property + " '" + wanted.text() + "'; there "
                + (installed.isEmpty() ? "is none" : "is " + installed)
                + ": install the provider, see that its server is there, or select another one";
    }

    private Lease<S> best(Target target, Lease<S> current) {
        Lease<S> best = null;
        for (Lease<S> lease : all) {
            if (target.matches(lease.properties())
                    && (best == null
                            || lease.ranking() > best.ranking()
                            || (lease == current && lease.ranking() == best.ranking()))) {
                best = lease;
            }
        }
        return best;
    }
}
