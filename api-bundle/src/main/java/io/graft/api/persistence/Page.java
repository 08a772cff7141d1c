package io.graft.api.persistence;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Some records of a selection, in its order.
 *
 * @param items at most as many as the query's limit; fewer only at the end of the selection
 * @param total how many records the selection has in all, exactly; empty when the query did not ask
 */
public record Page<T>(List<T> items, OptionalLong total) {

    public Page {
        items = List.copyOf(items);
        Objects.requireNonNull(total, "total");
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
