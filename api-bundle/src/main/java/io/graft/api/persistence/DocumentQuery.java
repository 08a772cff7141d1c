package io.graft.api.persistence;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Asks for a page of documents.
 *
 * @param conditions all of which must hold; none for every document
 * @param sort the order, or empty for that of the ids; documents that are equal in it, or lack the field (they come
 *     last), are ordered by id
 * @param offset how many documents of the selection to pass over; 0 or more
 * @param limit how many documents to return at most; 0 or more
 * @param withTotal whether the page shall say how many documents meet the conditions
 */
public record DocumentQuery(
        List<Condition> conditions, Optional<Sort> sort, long offset, int limit, boolean withTotal) {

    /** Every document, in the order of the ids. */
    public static final DocumentQuery ALL = where();

    public DocumentQuery {
        conditions = List.copyOf(conditions);
        Objects.requireNonNull(sort, "sort");
        Page.requireWindow(offset, limit);
    }

    /** Every document that meets the conditions, in the order of the ids, with the total. */
    public static DocumentQuery where(Condition... conditions) {
        return new DocumentQuery(List.of(conditions), Optional.empty(), 0, Integer.MAX_VALUE, true);
    }

    /** The same query in the order of a number field, the smallest first. */
    public DocumentQuery ascending(String numberField) {
        return new DocumentQuery(conditions, Optional.of(new Sort(numberField, false)), offset, limit, withTotal);
    }

    /** The same query in the order of a number field, the largest first. */
    public DocumentQuery descending(String numberField) {
        return new DocumentQuery(conditions, Optional.of(new Sort(numberField, true)), offset, limit, withTotal);
    }

    /** The same query, another window of it. */
    public DocumentQuery window(long newOffset, int newLimit) {
        return new DocumentQuery(conditions, sort, newOffset, newLimit, withTotal);
    }

    /**
     * An order of documents.
     *
     * @param field a number field
     * @param descending the largest first
     */
    public record Sort(String field, boolean descending) {}

    /** What must hold of a document. */
    public sealed interface Condition {

        /** The name of the field. */
        String field();

        /** The text field has the value. */
        record Equal(String field, String value) implements Condition {}

        /** The text field has at least one of the values; none given: no document does. */
        record AnyOf(String field, Set<String> values) implements Condition {
            public AnyOf {
                values = Set.copyOf(values);
            }
        }

        /** The text field has all of the values; none given: every document does. */
        record AllOf(String field, Set<String> values) implements Condition {
            public AllOf {
                values = Set.copyOf(values);
            }
        }

        /** The number field has a value between two numbers, both included. */
        record Between(String field, long from, long to) implements Condition {}
    }
}
