package io.graft.persistence.embedded.internal.events.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The entries of one list as a few sorted runs. Entries mostly come in order and go to the end of the first run; one
 * that comes late goes to the end of a later run, and too many runs are merged, small ones first, so that an entry is
 * moved only a logarithmic number of times whatever the order. Not thread-safe; but a {@link Run} that was handed out
 * stays as it is.
 */
final class SortedRuns {

    private static final int MOST_RUNS = 12;

    /** A sorted run: the first {@code size} elements. */
    @SuppressWarnings("ArrayRecordComponent") // shared: a copy for each query would cost too much
    record Run(int[] entries, int size) {}

    private int[][] entries = {new int[2]};
    private int[] sizes = new int[1];
    private int runs = 1;

    void add(int entry, IntOrder order) {
        for (int i = 0; i < runs; i++) {
            int size = sizes[i];
            if (size == 0 || order.compare(entries[i][size - 1], entry) < 0) {
                append(i, entry);
                return;
            }
        }
        if (runs == MOST_RUNS) {
            mergeSmall(order);
        }
        if (runs == sizes.length) {
            entries = Arrays.copyOf(entries, runs + 1);
            sizes = Arrays.copyOf(sizes, runs + 1);
        }
        entries[runs] = new int[] {entry, 0};
        sizes[runs] = 1;
        runs++;
    }

    /** The runs as they are now. */
    List<Run> runs() {
        List<Run> all = new ArrayList<>(runs);
        for (int i = 0; i < runs; i++) {
            if (sizes[i] > 0) {
                all.add(new Run(entries[i], sizes[i]));
            }
        }
        return all;
    }

    /** Merges runs into one sorted array. */
    static int[] merge(List<Run> runs, IntOrder order) {
        List<Run> rest = new ArrayList<>(runs);
        while (rest.size() > 1) {
            rest.sort(Comparator.comparingInt(Run::size));
            Run merged = merge(rest.remove(0), rest.remove(0), order);
            rest.add(merged);
        }
        return rest.isEmpty() ? new int[0] : Arrays.copyOf(rest.get(0).entries, rest.get(0).size);
    }

    private void append(int run, int entry) {
        int size = sizes[run];
        if (size == entries[run].length) {
            entries[run] = Arrays.copyOf(entries[run], size + (size >> 1) + 2);
        }
        entries[run][size] = entry;
        sizes[run] = size + 1;
    }

    private void mergeSmall(IntOrder order) {
        List<Run> rest = runs();
        rest.sort(Comparator.comparingInt(Run::size));
        Run merged = merge(rest.remove(0), rest.remove(0), order);
        while (!rest.isEmpty() && rest.get(0).size <= 2 * merged.size) {
            merged = merge(merged, rest.remove(0), order);
        }
        rest.add(0, merged);
        // the run with the newest end first: that is where entries in order go
        rest.sort((a, b) -> order.compare(b.entries[b.size - 1], a.entries[a.size - 1]));
        runs = rest.size();
        entries = new int[runs][];
        sizes = new int[runs];
        for (int i = 0; i < runs; i++) {
            entries[i] = rest.get(i).entries;
            sizes[i] = rest.get(i).size;
        }
    }

    private static Run merge(Run a, Run b, IntOrder order) {
        int[] merged = new int[a.size + b.size];
        int i = 0;
        int j = 0;
        for (int k = 0; k < merged.length; k++) {
            if (j == b.size || (i < a.size && order.compare(a.entries[i], b.entries[j]) < 0)) {
                merged[k] = a.entries[i++];
            } else {
                merged[k] = b.entries[j++];
            }
        }
        return new Run(merged, merged.length);
    }
}
