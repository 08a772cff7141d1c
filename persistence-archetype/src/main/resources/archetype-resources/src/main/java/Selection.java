package ${package};

import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.api.persistence.DocumentQuery.Sort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/**
 * The documents that may meet a query, one after the other in its order, taken from the indexes; and what is to be asked
 * of each of them besides. Used by one thread.
 */
final class Selection {

    /** Parts that follow each other; the ranges of a part are merged. */
    private final Deque<List<Table.Range>> parts = new ArrayDeque<>();

    private final List<Condition> filters;
    private Merged current = new Merged(List.of());
    private Merged.Found last;

    private Selection(List<Condition> filters) {
        this.filters = new ArrayList<>(filters);
    }

    static Selection of(Table table, String collection, DocumentQuery query) {
        Selection selection = new Selection(query.conditions());
        if (query.sort().isPresent()) {
            selection.sorted(table, collection, query.sort().get());
        } else {
            selection.byId(table, collection);
        }
        return selection;
    }

    private void sorted(Table table, String collection, Sort sort) {
        long least = Long.MIN_VALUE;
        long most = Long.MAX_VALUE;
        boolean all = true;
        for (Condition condition : List.copyOf(filters)) {
            if (condition instanceof Condition.Between between && between.field().equals(sort.field())) {
                least = Math.max(least, between.from());
                most = Math.min(most, between.to());
                all = false;
                filters.remove(condition);
            }
        }
        parts.add(List.of(
                DocumentKeys.between(table, collection, sort.field(), least, most, sort.descending())));
        if (all) {
            parts.add(List.of(DocumentKeys.lacking(table, collection, sort.field())));
        }
    }

    private void byId(Table table, String collection) {
        for (Condition condition : List.copyOf(filters)) {
            if (condition instanceof Condition.Equal equal) {
                filters.remove(condition);
                parts.add(List.of(DocumentKeys.equal(table, collection, equal.field(), equal.value())));
                return;
            }
            if (condition instanceof Condition.AnyOf any) {
                filters.remove(condition);
                parts.add(any.values().stream()
                        .map(value -> DocumentKeys.equal(table, collection, any.field(), value))
                        .toList());
                return;
            }
            if (condition instanceof Condition.AllOf all && !all.values().isEmpty()) {
                if (all.values().size() == 1) {
                    filters.remove(condition);
                }
                String one = all.values().iterator().next();
                parts.add(List.of(DocumentKeys.equal(table, collection, all.field(), one)));
                return;
            }
        }
        parts.add(List.of(DocumentKeys.ids(table, collection)));
    }

    /** How many documents there are, if that can be told without looking at them. */
    OptionalLong size() {
        boolean told = filters.isEmpty() && parts.stream().allMatch(part -> part.size() <= 1);
        return told
                ? OptionalLong.of(parts.stream()
                        .flatMap(List::stream)
                        .mapToLong(Table.Range::size)
                        .sum())
                : OptionalLong.empty();
    }

    /**
     * Passes documents over without looking at them, as far as that can be done.
     *
     * @return how many are still to be passed over
     */
    long passOver(long offset) {
        long left = offset;
        if (size().isPresent()) {
            for (int i = parts.size(); i > 0; i--) {
                List<Table.Range> rest = new ArrayList<>();
                for (Table.Range range : parts.remove()) {
                    rest.add(range.without(left));
                    left -= Math.min(left, range.size());
                }
                parts.add(rest);
            }
        }
        return left;
    }

    /** The id of the next document, or null. */
    String next() {
        while (true) {
            Merged.Found found = current.next();
            if (found == null) {
                if (parts.isEmpty()) {
                    return null;
                }
                current = new Merged(parts.remove());
                last = null;
            } else if (found.follows(last)) {
                last = found;
                return Key.text(found.key(), found.at());
            }
        }
    }

    /** Whether a document meets every condition. */
    boolean admits(Document document) {
        return filters.stream().allMatch(condition -> meets(document, condition));
    }

    private static boolean meets(Document document, Condition condition) {
        List<String> values = document.texts().getOrDefault(condition.field(), List.of());
        if (condition instanceof Condition.Equal equal) {
            return values.contains(equal.value());
        }
        if (condition instanceof Condition.AnyOf any) {
            return values.stream().anyMatch(any.values()::contains);
        }
        if (condition instanceof Condition.AllOf all) {
            return values.containsAll(all.values());
        }
        Condition.Between between = (Condition.Between) condition;
        Long number = document.numbers().get(between.field());
        return number != null && between.from() <= number && number <= between.to();
    }
}
