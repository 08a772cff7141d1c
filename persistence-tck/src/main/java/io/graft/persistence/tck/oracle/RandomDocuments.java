package io.graft.persistence.tck.oracle;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentQuery.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Documents and queries of a small world, so that everything meets everything. Used by one thread. */
public final class RandomDocuments {

    /** The collection that the documents fit in. */
    public static final CollectionSpec SPEC =
            new CollectionSpec("test.things", Set.of("name", "serial"), Set.of("label", "owner"), Set.of("created"));

    private static final List<String> TEXT_FIELDS = List.of("name", "serial", "label", "owner");
    private static final List<String> WORDS = List.of(
            "", "a", "b", "ab", "ä", "日本", "\uD83D\uDE00", "a b", "a|b", "a/b", "a\u0000", "~", "%", "$x.y", "{a}:*");

    private final Random random;

    /** A world that goes the same way with the same randomness. */
    public RandomDocuments(Random random) {
        this.random = random;
    }

    /** A document, perhaps with an id or a unique value that another one has. */
    public Document next() {
        Map<String, List<String>> texts = new HashMap<>();
        if (random.nextInt(4) > 0) {
            texts.put("name", List.of(word() + random.nextInt(40)));
        }
        if (random.nextInt(4) == 0) {
            texts.put("serial", List.of(word()));
        }
        texts.put("label", words(3));
        texts.put("owner", words(1));
        Map<String, Long> numbers = random.nextInt(4) > 0 ? Map.of("created", number()) : Map.of();
        String body = "{\"n\":" + random.nextLong() + ",\"text\":\"" + "ab ä".repeat(random.nextInt(200)) + "\"}";
        return new Document(id(), random.nextInt(5), texts, numbers, body);
    }

    /** An id that a document may have. */
    public String id() {
        return word() + random.nextInt(20);
    }

    /** A query with up to two conditions, in some order, with or without a window. */
    public DocumentQuery query() {
        Condition[] conditions =
                IntStream.range(0, random.nextInt(3)).mapToObj(i -> condition()).toArray(Condition[]::new);
        DocumentQuery query = DocumentQuery.where(conditions);
        if (random.nextBoolean()) {
            query = random.nextBoolean() ? query.ascending("created") : query.descending("created");
        }
        return random.nextBoolean() ? query : query.window(random.nextInt(30), random.nextInt(30));
    }

    private Condition condition() {
        String field = TEXT_FIELDS.get(random.nextInt(TEXT_FIELDS.size()));
        return switch (random.nextInt(4)) {
            case 0 -> new Condition.Equal(field, field.equals("name") ? word() + random.nextInt(40) : word());
            case 1 -> new Condition.AnyOf(field, Set.copyOf(words(3)));
            case 2 -> new Condition.AllOf(field, Set.copyOf(words(3)));
            default -> new Condition.Between("created", number(), number());
        };
    }

    private List<String> words(int most) {
        List<String> words = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            words.add(word());
        }
        return words;
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private long number() {
        return switch (random.nextInt(10)) {
            case 0 -> Long.MIN_VALUE;
            case 1 -> Long.MAX_VALUE;
            default -> random.nextInt(20) - 10;
        };
    }
}
