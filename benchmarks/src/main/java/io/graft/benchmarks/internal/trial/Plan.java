package io.graft.benchmarks.internal.trial;

import java.util.ArrayList;
import java.util.List;

/**
 * Which trials are asked for, each by how much; 0 for those that are not.
 *
 * @param swaps how often the database is swapped
 * @param upgrades how many upgrades side by side, and then how many rounds of removing and installing again
 * @param kills how often a database's server is killed, and then how often the gateway
 * @param spool seconds for which a database is away
 * @param migration events that are migrated from one database to another and back
 * @param bus the qualities of service in which events are published
 * @param clients how many of them publish
 */
public record Plan(int swaps, int upgrades, int kills, int spool, int migration, List<Integer> bus, int clients) {

    private static final int UNDER_WAY = 100;

    /** Nothing. */
    public static final Plan NONE = new Plan(0, 0, 0, 0, 0, List.of(), 0);

    public boolean isEmpty() {
        return trials().isEmpty();
    }

    List<Trial> trials() {
        List<Trial> trials = new ArrayList<>();
        if (swaps > 0) {
            trials.add(new SwapsTrial(swaps));
        }
        if (upgrades > 0) {
            trials.add(new UpgradesTrial(upgrades));
        }
        if (kills > 0) {
            trials.add(new KillsTrial(kills));
        }
        if (spool > 0) {
            trials.add(new SpoolTrial(spool));
        }
        if (migration > 0) {
            trials.add(new MigrationTrial(migration));
        }
        if (!bus.isEmpty()) {
            trials.add(new BusTrial(clients, UNDER_WAY, bus));
        }
        return trials;
    }
}
