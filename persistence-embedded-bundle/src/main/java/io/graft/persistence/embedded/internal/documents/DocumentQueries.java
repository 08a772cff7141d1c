package io.graft.persistence.embedded.internal.documents;

import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.api.persistence.DocumentQuery.Sort;
import io.graft.api.persistence.InvalidQueryException;
import io.graft.api.persistence.Page;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.h2.mvstore.MVMap;

/**
 * Answers queries of one collection. All documents, or those with one text, are counted and paged by their ranks in an
 * index. For several conditions the one that fewest documents meet is looked up, and the others tried on these.
 */
final class DocumentQueries {

    /** If fewer than this part of all documents are wanted, each is looked at rather than each entry of an index. */
    private static final int SPARSE = 8;

    private final CollectionMaps maps;

    DocumentQueries(CollectionMaps maps) {
        this.maps = maps;
    }

    Page<Document> find(DocumentQuery query) {
        query.conditions().forEach(this::check);
        query.sort().ifPresent(sort -> numbers(sort.field()));
        if (query.conditions().isEmpty()) {
            long total = maps.documents().sizeAsLong();
            return page(query, total, query.sort().map(this::sorted).orElse(maps.documents()::getKey));
        }
        if (query.sort().isEmpty() && query.conditions().size() == 1) {
            Optional<Range> range = range(query.conditions().get(0));
            if (range.isPresent() && query.conditions().get(0) instanceof Condition.Equal) {
                return page(query, range.get().size(), range.get()::id);
            }
        }
        Set<String> matching = matching(query.conditions());
        List<String> ids = query.sort().isEmpty()
                ? List.copyOf(matching)
                : inOrder(matching, query.sort().get(), query.offset() + query.limit());
        return page(query, matching.size(), index -> ids.get((int) index));
    }

    long count(List<Condition> conditions) {
        conditions.forEach(this::check);
        if (conditions.isEmpty()) {
            return maps.documents().sizeAsLong();
        }
        if (conditions.size() == 1) {
            Optional<Range> range = range(conditions.get(0));
            if (range.isPresent()) {
                return range.get().size();
            }
        }
        return matching(conditions).size();
    }

    private Page<Document> page(DocumentQuery query, long total, LongFunction<String> ids) {
        long from = Math.min(query.offset(), total);
        long to = from + Math.min(query.limit(), total - from);
        List<Document> items =
                LongStream.range(from, to).mapToObj(ids).map(this::document).toList();
        return new Page<>(items, query.withTotal() ? OptionalLong.of(total) : OptionalLong.empty());
    }

    private Document document(String id) {
        return DocumentCodec.decode(id, stored(id));
    }

    private Document head(String id) {
        return DocumentCodec.decodeHead(id, stored(id));
    }

    private byte[] stored(String id) {
        byte[] stored = maps.get(id);
        if (stored == null) {
            throw new CorruptStoreException("an index of " + maps.spec().name() + " names document '" + id
                    + "', which is not there; restore the store's directory from a backup");
        }
        return stored;
    }

    /** The ids in the order of a number field. */
    private LongFunction<String> sorted(Sort sort) {
        MVMap<IndexKey, Boolean> entries = numbers(sort.field());
        long present = rank(entries, IndexKey.behind(Long.MAX_VALUE));
        return index -> {
            if (!sort.descending() || index >= present) {
                return entries.getKey(index).id();
            }
            long mirrored = present - 1 - index;
            long number = entries.getKey(mirrored).number();
            long first = rank(entries, IndexKey.firstOf(number));
            long behind = rank(entries, IndexKey.behind(number));
            return entries.getKey(first + (behind - 1 - mirrored)).id();
        };
    }

    /** The first of some ids in the order of a number field: so many at least, or all. */
    private List<String> inOrder(Set<String> ids, Sort sort, long count) {
        long all = maps.documents().sizeAsLong();
        if (ids.size() < all / SPARSE) {
            return sorted(ids, sort);
        }
        // many are wanted: the index gives them in order, and no document is looked at
        LongFunction<String> inIndex = sorted(sort);
        List<String> first = new ArrayList<>();
        for (long i = 0; i < all && first.size() < count; i++) {
            String id = inIndex.apply(i);
            if (ids.contains(id)) {
                first.add(id);
            }
        }
        return first;
    }

    private List<String> sorted(Set<String> ids, Sort sort) {
        record Entry(Long number, String id) {}
        Comparator<Long> numbers = sort.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return ids.stream()
                .map(id -> new Entry(head(id).numbers().get(sort.field()), id))
                .sorted(Comparator.comparing(Entry::number, Comparator.nullsLast(numbers))
                        .thenComparing(Entry::id))
                .map(Entry::id)
                .toList();
    }

    /** The ids of the documents that meet all conditions. */
    private Set<String> matching(List<Condition> conditions) {
        Condition first =
                conditions.stream().min(Comparator.comparingLong(this::atMost)).orElseThrow();
        Set<String> ids = candidates(first);
        List<Condition> others = new ArrayList<>(conditions);
        others.remove(first);
        if (!others.isEmpty()) {
            ids.removeIf(id -> !others.stream().allMatch(condition -> meets(id, condition)));
        }
        return ids;
    }

    private long atMost(Condition condition) {
        if (condition instanceof Condition.AnyOf any) {
            return any.values().stream()
                    .mapToLong(value -> range(new Condition.Equal(any.field(), value))
                            .map(Range::size)
                            .orElse(1L))
                    .sum();
        }
        if (condition instanceof Condition.AllOf all) {
            return all.values().stream()
                    .mapToLong(value -> range(new Condition.Equal(all.field(), value))
                            .map(Range::size)
                            .orElse(1L))
                    .min()
                    .orElse(maps.documents().sizeAsLong());
        }
        return range(condition).map(Range::size).orElse(1L);
    }

    private Set<String> candidates(Condition condition) {
        Set<String> ids = new TreeSet<>();
        if (condition instanceof Condition.Equal equal) {
            addAll(ids, equal);
        } else if (condition instanceof Condition.AnyOf any) {
            any.values().forEach(value -> addAll(ids, new Condition.Equal(any.field(), value)));
        } else if (condition instanceof Condition.AllOf all) {
            if (all.values().isEmpty()) {
                maps.documents().keyIterator(null).forEachRemaining(ids::add);
                return ids;
            }
            boolean first = true;
            for (String value : all.values()) {
                Set<String> having = new HashSet<>();
                addAll(having, new Condition.Equal(all.field(), value));
                if (first) {
                    ids.addAll(having);
                } else {
                    ids.retainAll(having);
                }
                first = false;
            }
        } else {
            range(condition).orElseThrow().addTo(ids);
        }
        return ids;
    }

    private void addAll(Set<String> ids, Condition.Equal equal) {
        Optional<Range> range = range(equal);
        if (range.isPresent()) {
            range.get().addTo(ids);
        } else {
            String owner = maps.unique(equal.field()).get(equal.value());
            if (owner != null) {
                ids.add(owner);
            }
        }
    }

    private boolean meets(String id, Condition condition) {
        if (condition instanceof Condition.Equal equal) {
            return has(id, equal.field(), equal.value());
        }
        if (condition instanceof Condition.AnyOf any) {
            return any.values().stream().anyMatch(value -> has(id, any.field(), value));
        }
        if (condition instanceof Condition.AllOf all) {
            return all.values().stream().allMatch(value -> has(id, all.field(), value));
        }
        Condition.Between between = (Condition.Between) condition;
        Long number = head(id).numbers().get(between.field());
        return number != null && between.from() <= number && number <= between.to();
    }

    /** Whether a document has a value in a text field, as the field's index says. */
    private boolean has(String id, String field, String value) {
        MVMap<IndexKey, Boolean> entries = maps.indexed(field);
        return entries != null
                ? entries.containsKey(IndexKey.text(value, id))
                : id.equals(maps.unique(field).get(value));
    }

    /** The entries of an index that meet a condition, if they stand together there. */
    private Optional<Range> range(Condition condition) {
        if (condition instanceof Condition.Equal equal && maps.indexed(equal.field()) != null) {
            MVMap<IndexKey, Boolean> entries = maps.indexed(equal.field());
            return Optional.of(Range.of(entries, IndexKey.firstOf(equal.value()), IndexKey.behind(equal.value())));
        }
        if (condition instanceof Condition.AnyOf any && any.values().size() == 1) {
            return range(
                    new Condition.Equal(any.field(), any.values().iterator().next()));
        }
        if (condition instanceof Condition.AllOf all && all.values().size() == 1) {
            return range(
                    new Condition.Equal(all.field(), all.values().iterator().next()));
        }
        if (condition instanceof Condition.Between between) {
            MVMap<IndexKey, Boolean> entries = numbers(between.field());
            return Optional.of(
                    between.from() > between.to()
                            ? new Range(entries, 0, 0)
                            : Range.of(entries, IndexKey.firstOf(between.from()), IndexKey.behind(between.to())));
        }
        return Optional.empty();
    }

    private void check(Condition condition) {
        if (condition instanceof Condition.Between) {
            numbers(condition.field());
        } else if (maps.unique(condition.field()) == null && maps.indexed(condition.field()) == null) {
            throw new InvalidQueryException("'" + condition.field() + "' is not a text field of "
                    + maps.spec().name());
        }
    }

    private MVMap<IndexKey, Boolean> numbers(String field) {
        MVMap<IndexKey, Boolean> entries = maps.numbers(field);
        if (entries == null) {
            throw new InvalidQueryException(
                    "'" + field + "' is not a number field of " + maps.spec().name());
        }
        return entries;
    }

    private static long rank(MVMap<IndexKey, Boolean> entries, IndexKey key) {
        long index = entries.getKeyIndex(key);
        return index >= 0 ? index : -index - 1;
    }

    /** Entries of an index from one rank to another. */
    private record Range(MVMap<IndexKey, Boolean> entries, long from, long to) {

        static Range of(MVMap<IndexKey, Boolean> entries, IndexKey first, IndexKey behind) {
            return new Range(entries, rank(entries, first), rank(entries, behind));
        }

        long size() {
            return to - from;
        }

        String id(long index) {
            return entries.getKey(from + index).id();
        }

        void addTo(Set<String> ids) {
            if (size() > 0) {
                var keys = entries.keyIterator(entries.getKey(from));
                for (long left = size(); left > 0; left--) {
                    ids.add(keys.next().id());
                }
            }
        }
    }
}
