package io.graft.api.persistence;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Some records of a selection, in its order.
 *
 * @param items at most as many as the query's limit; fewer only at the end of the selection, or when truncated
 * @param total how many records the selection has in all, exactly; empty when the query did not ask
 * @param truncated whether the page ends early because more records would have exceeded the query's {@code maxBytes}
 */
public record Page<T>(List<T> items, OptionalLong total, boolean truncated) {

    public Page {
        items = List.copyOf(items);
        Objects.requireNonNull(total, "total");
    }

    /** A page that is not truncated. */
    public Page(List<T> items, OptionalLong total) {
        this(items, total, false);
    }

    static void requireMaxBytes(long maxBytes) {
        if (maxBytes < 1) {
            throw new InvalidQueryException("maxBytes " + maxBytes + " is less than 1");
        }
    }

    static void requireWindow(long offset, int limit) {
        if (offset < 0) {
            throw new InvalidQueryException("offset " + offset + " is negative");
        }
        if (limit < 0) {
            throw new InvalidQueryException("limit " + limit + " is negative");
        }
    }
}
