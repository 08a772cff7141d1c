package io.graft.benchmarks.internal.trial;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/** From when to when each request took, in the order in which they ended. One thread adds; read when it has ended. */
final class Spans {

    private static final int FEW = 1 << 16;

    private long[] since = new long[FEW];
    private long[] until = new long[FEW];
    private int count;
    private long longest;

    void add(long from, long to) {
        if (count == since.length) {
            since = Arrays.copyOf(since, 2 * count);
            until = Arrays.copyOf(until, 2 * count);
        }
        since[count] = from;
        until[count] = to;
        count++;
        longest = Math.max(longest, to - from);
    }

    /** How long those took that ended at an instant from one to another, in nanoseconds. */
    Histogram endedWithin(long from, long to) {
        Histogram found = new Histogram(3);
        for (int i = 0; i < count; i++) {
            if (until[i] >= from && until[i] <= to) {
                found.recordValue(Math.max(0, until[i] - since[i]));
            }
        }
        return found;
    }

    /** The longest of those that were under way at any instant from one to another, in nanoseconds; 0 for none. */
    long longestWithin(long from, long to) {
        int at = Arrays.binarySearch(until, 0, count, from);
        long found = 0;
        for (int i = at < 0 ? -at - 1 : at; i < count && until[i] <= to + longest; i++) {
            if (since[i] <= to) {
                found = Math.max(found, until[i] - since[i]);
            }
        }
        return found;
    }
}
