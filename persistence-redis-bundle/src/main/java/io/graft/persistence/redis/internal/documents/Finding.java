package io.graft.persistence.redis.internal.documents;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.api.persistence.DocumentQuery.Sort;
import io.graft.persistence.redis.internal.codec.Bytes;
import io.graft.persistence.redis.internal.codec.Texts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A query in the words of {@code find.lua}. */
final class Finding {

    private static final byte[] NONE = {};

    private final CollectionSpec spec;
    private final List<Condition> conditions;
    private final Optional<Sort> sort;
    private final long offset;
    private final int limit;
    private final boolean all;

    private Finding(
            CollectionSpec spec, List<Condition> conditions, Optional<Sort> sort, long offset, int limit, boolean all) {
        this.spec = spec;
        this.conditions = conditions;
        this.sort = sort;
        this.offset = offset;
        this.limit = limit;
        this.all = all;
    }

    static List<byte[]> page(CollectionSpec spec, DocumentQuery query) {
        return new Finding(spec, query.conditions(), query.sort(), query.offset(), query.limit(), query.withTotal())
                .arguments();
    }

    /** Asks for the total alone: a single range of numbers is counted in its own order, which needs no scan. */
    static List<byte[]> count(CollectionSpec spec, DocumentQuery query) {
        Optional<Sort> order =
                query.conditions().size() == 1 && query.conditions().get(0) instanceof Condition.Between between
                        ? Optional.of(new Sort(between.field(), false))
                        : Optional.empty();
        return new Finding(spec, query.conditions(), order, 0, 0, true).arguments();
    }

    private List<byte[]> arguments() {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(Bytes.number(offset));
        arguments.add(Bytes.number(limit));
        arguments.add(Bytes.number(all ? 1 : 0));
        List<Condition> rest = new ArrayList<>(conditions);
        if (sort.isPresent()) {
            addOrder(sort.get(), arguments, rest);
        } else {
            arguments.addAll(List.of(NONE, NONE, NONE));
        }
        rest.forEach(condition -> add(condition, arguments));
        return arguments;
    }

    /** Ranges of the field that is sorted by are one range of the order. */
    private void addOrder(Sort by, List<byte[]> arguments, List<Condition> rest) {
        arguments.add(Texts.encode((by.descending() ? "d" : "a") + by.field()));
        long from = Long.MIN_VALUE;
        long to = Long.MAX_VALUE;
        boolean ranged = false;
        for (Condition condition : conditions) {
            if (condition instanceof Condition.Between between
                    && between.field().equals(by.field())) {
                from = Math.max(from, between.from());
                to = Math.min(to, between.to());
                ranged = true;
                rest.remove(condition);
            }
        }
        if (!ranged) {
            arguments.addAll(List.of(NONE, NONE));
        } else if (from > to) {
            arguments.addAll(List.of(ascii("[\0"), ascii("(\0")));
        } else if (by.descending()) {
            arguments.addAll(List.of(least(~to), greatest(~from)));
        } else {
            arguments.addAll(List.of(least(from), greatest(to)));
        }
    }

    private static byte[] least(long number) {
        return new Bytes(9).putByte('[').putSorting(number).toArray();
    }

    private static byte[] greatest(long number) {
        return number == Long.MAX_VALUE
                ? ascii("+")
                : new Bytes(9).putByte('(').putSorting(number + 1).toArray();
    }

    private void add(Condition condition, List<byte[]> arguments) {
        if (condition instanceof Condition.Equal equal) {
            addTexts(equal.field(), List.of(equal.value()), arguments);
        } else if (condition instanceof Condition.AnyOf any) {
            addTexts(any.field(), any.values(), arguments);
        } else if (condition instanceof Condition.AllOf every) {
            every.values().forEach(value -> addTexts(every.field(), List.of(value), arguments));
        } else if (condition instanceof Condition.Between between) {
            arguments.add(ascii("n"));
            arguments.add(Texts.encode(between.field()));
            arguments.add(Bytes.number(2));
            arguments.add(DocumentRecord.sorting(between.from()));
            arguments.add(DocumentRecord.sorting(between.to()));
        }
    }

    private void addTexts(String field, Collection<String> values, List<byte[]> arguments) {
        arguments.add(ascii(spec.unique().contains(field) ? "u" : "t"));
        arguments.add(Texts.encode(field));
        arguments.add(Bytes.number(values.size()));
        values.forEach(value -> arguments.add(Texts.encode(value)));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
