package io.graft.persistence.binding.internal.migration;

import io.graft.persistence.binding.MigrationRequest.Existing;

/**
 * What becomes of what the target has and the source has not. Once the target has been made equal to the source, only
 * the migration writes there: what is too much from then on is its own copy of what was deleted since, and is removed.
 */
final class Extras {

    private final boolean stay;
    private final Runnable onSettled;
    private boolean refused;

    /** @param onSettled runs once, when the target holds nothing any more that is not the source's */
    Extras(Existing existing, Runnable onSettled) {
        stay = existing == Existing.MERGE;
        refused = existing == Existing.REFUSE;
        this.onSettled = onSettled;
    }

    /** The target is known to hold nothing but copies. */
    static Extras own() {
        return new Extras(Existing.REPLACE, () -> {});
    }

    /** Whether what the target has beside the source's stays. */
    boolean stay() {
        return stay;
    }

    /** Whether there must be nothing too much. */
    boolean refused() {
        return refused;
    }

    /** The target holds nothing any more that is not the source's. */
    void settled() {
        if (refused) {
            refused = false;
            onSettled.run();
        }
    }
}
