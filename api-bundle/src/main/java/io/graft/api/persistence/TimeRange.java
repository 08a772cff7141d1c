package io.graft.api.persistence;

/**
 * A range of origins, in nanoseconds since the epoch, both ends included.
 *
 * @param start the first origin
 * @param end the last origin, not before {@code start}
 */
public record TimeRange(long start, long end) {

    /** All of time. */
    public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

    public TimeRange {
        if (end < start) {
            throw new InvalidQueryException("end " + end + " is before start " + start);
        }
    }

    /** Everything up to and including an origin. */
    public static TimeRange until(long end) {
        return new TimeRange(Long.MIN_VALUE, end);
    }

    /** Whether an origin lies within. */
    public boolean contains(long origin) {
        return start <= origin && origin <= end;
    }
}
