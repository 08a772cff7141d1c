package io.graft.persistence.embedded.internal.events.memory;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Finds entries by 128-bit ids. Not thread-safe. */
final class IdTable {

    private final Longs mostSignificant;
    private final Longs leastSignificant;
    private int[] slots = new int[64];
    /** Clients choose the ids: they must not know which ones collide. */
    private final long seed = new SplittableRandom().nextLong();

    private int used;

    /** @param mostSignificant the ids' halves, by entry */
    IdTable(Longs mostSignificant, Longs leastSignificant) {
        this.mostSignificant = mostSignificant;
        this.leastSignificant = leastSignificant;
        Arrays.fill(slots, -1);
    }

    /** The latest entry with this id; -1 if there is none. */
    int find(long most, long least) {
        return slots[slot(most, least)];
    }

    /** Takes an entry in, instead of an earlier one with the same id. */
    void put(int entry) {
        int slot = slot(mostSignificant.get(entry), leastSignificant.get(entry));
        if (slots[slot] < 0) {
            used++;
        }
        slots[slot] = entry;
        if (used * 3 > slots.length * 2) {
            grow();
        }
    }

    private int slot(long most, long least) {
        int mask = slots.length - 1;
        int slot = (int) hash(most, least) & mask;
        while (slots[slot] >= 0
                && (mostSignificant.get(slots[slot]) != most || leastSignificant.get(slots[slot]) != least)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        int[] old = slots;
        slots = new int[old.length * 2];
        Arrays.fill(slots, -1);
        for (int entry : old) {
            if (entry >= 0) {
                slots[slot(mostSignificant.get(entry), leastSignificant.get(entry))] = entry;
            }
        }
    }

    private long hash(long most, long least) {
        long h = (most ^ seed) * 0x9E3779B97F4A7C15L;
        h = (h ^ h >>> 32 ^ least) * 0xD6E8FEB86659FD93L;
        return h ^ h >>> 29;
    }
}
