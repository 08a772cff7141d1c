package io.graft.persistence.embedded.internal.events.memory;

/** Sorts numbered things without an object for each. */
final class IntSort {

    private IntSort() {}

    /** The numbers from 0 to a count in an order; stable. */
    static int[] sorted(int count, IntOrder order) {
        int[] from = new int[count];
        for (int i = 0; i < count; i++) {
            from[i] = i;
        }
        int[] to = new int[count];
        for (int width = 1; width < count; width *= 2) {
            for (int start = 0; start < count; start += 2 * width) {
                merge(from, to, start, Math.min(start + width, count), Math.min(start + 2 * width, count), order);
            }
            int[] swapped = from;
            from = to;
            to = swapped;
        }
        return from;
    }

    private static void merge(int[] from, int[] to, int start, int middle, int end, IntOrder order) {
        int i = start;
        int j = middle;
        for (int k = start; k < end; k++) {
            if (j == end || (i < middle && order.compare(from[i], from[j]) <= 0)) {
                to[k] = from[i++];
            } else {
                to[k] = from[j++];
            }
        }
    }
}
