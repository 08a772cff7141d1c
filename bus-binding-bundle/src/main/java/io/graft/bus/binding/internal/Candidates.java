package io.graft.bus.binding.internal;

import io.graft.api.bus.MessageBus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The providers that are installed, and which of them the binding takes. A target that can't be met does not replace the
 * one before. Guarded by the gate's lock.
 */
final class Candidates {

    private final List<Link> all = new ArrayList<>(2);
    private Target wanted = Target.ANY;
    private Target inForce;

    void want(Target target) {
        wanted = target;
    }

    void add(Link link) {
        all.add(link);
    }

    void remove(Link link) {
        all.remove(link);
    }

    /** The link to a provider, or null. */
    Link find(MessageBus bus) {
        for (Link link : all) {
            if (link.bus() == bus) {
                return link;
            }
        }
        return null;
    }

    /**
     * The one that messages shall go to, or null.
     *
     * @param current the one they go to now, which stays where another one is only as good
     */
    Link select(Link current) {
        Link chosen = best(wanted, current);
        if (chosen != null) {
            inForce = wanted;
            return chosen;
        }
        return inForce == null ? null : best(inForce, current);
    }

    String target() {
        return wanted.text();
    }

    /** Whether the target as configured is the one that is followed. */
    boolean met() {
        return wanted.equals(inForce);
    }

    List<Link> all() {
        return List.copyOf(all);
    }

    /** What is wrong with the target as configured. */
    String problem() {
        if (!wanted.valid()) {
            return "bus.target '" + wanted.text() + "' is no filter (" + wanted.fault()
                    + "); write e.g. (bus.provider=broker)";
        }
        String installed = all.stream().map(Link::name).distinct().sorted().collect(Collectors.joining(", "));
        return "no installed bus provider meets bus.target '" + wanted.text() + "'; there "
                + (installed.isEmpty() ? "is none" : "is " + installed)
                + ": install the provider, or select another one";
    }

    private Link best(Target target, Link current) {
        Link best = null;
        for (Link link : all) {
            if (target.matches(link.properties())
                    && (best == null
                            || link.ranking() > best.ranking()
                            || (link == current && link.ranking() == best.ranking()))) {
                best = link;
            }
        }
        return best;
    }
}
