package io.graft.persistence.embedded.internal.documents;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.api.persistence.DocumentQuery.Sort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What a collection should do, in the simplest words; and documents, queries and changes drawn at random. */
final class DocumentModel {

    static final CollectionSpec SPEC =
            new CollectionSpec("test.things", Set.of("name", "serial"), Set.of("label", "owner"), Set.of("created"));

    private static final List<String> WORDS = List.of(
            "", "a", "b", "ab", "ä", "日本", "\uD83D\uDE00", "\uD83D", "a b", "a|b", "a/b", "a\u0000", "~", "%", "$x.y");

    final Map<String, Document> documents = new TreeMap<>();
    private final Random random;

    DocumentModel(Random random) {
        this.random = random;
    }

    /** Another model with the same documents. */
    DocumentModel copy() {
        DocumentModel copy = new DocumentModel(random);
        copy.documents.putAll(documents);
        return copy;
    }

    /** What is wrong with putting this document, as the field that is taken, or null. */
    String collision(Document document, boolean insert) {
        if (insert && documents.containsKey(document.id())) {
            return "id";
        }
        return SPEC.unique().stream()
                .sorted()
                .filter(field -> document.texts().containsKey(field)
                        && documents.values().stream()
                                .anyMatch(other -> !other.id().equals(document.id())
                                        && document.texts()
                                                .get(field)
                                                .equals(other.texts().get(field))))
                .findFirst()
                .orElse(null);
    }

    List<Document> find(DocumentQuery query) {
        Comparator<Document> byId = Comparator.comparing(Document::id);
        return documents.values().stream()
                .filter(document -> query.conditions().stream().allMatch(condition -> meets(document, condition)))
                .sorted(query.sort().map(sort -> by(sort).thenComparing(byId)).orElse(byId))
                .toList();
    }

    private static Comparator<Document> by(Sort sort) {
        Comparator<Long> numbers = sort.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return Comparator.comparing(document -> document.numbers().get(sort.field()), Comparator.nullsLast(numbers));
    }

    private static boolean meets(Document document, Condition condition) {
        List<String> values = document.texts().getOrDefault(condition.field(), List.of());
        return switch (condition.getClass().getSimpleName()) {
            case "Equal" -> values.contains(((Condition.Equal) condition).value());
            case "AnyOf" -> values.stream().anyMatch(((Condition.AnyOf) condition).values()::contains);
            case "AllOf" -> values.containsAll(((Condition.AllOf) condition).values());
            default -> {
                Condition.Between between = (Condition.Between) condition;
                Long number = document.numbers().get(between.field());
                yield number != null && number >= between.from() && number <= between.to();
            }
        };
    }

    Document randomDocument() {
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
        String body = "{\"n\":" + random.nextLong() + ",\"text\":\"" + word().repeat(random.nextInt(200)) + "\"}";
        return new Document(randomId(), random.nextInt(5), texts, numbers, body);
    }

    String randomId() {
        return word() + random.nextInt(20);
    }

    DocumentQuery randomQuery() {
        List<Condition> conditions =
                IntStream.range(0, random.nextInt(3)).mapToObj(i -> condition()).toList();
        DocumentQuery query = DocumentQuery.where(conditions.toArray(Condition[]::new));
        if (random.nextBoolean()) {
            query = random.nextBoolean() ? query.ascending("created") : query.descending("created");
        }
        return random.nextBoolean() ? query : query.window(random.nextInt(30), random.nextInt(30));
    }

    private Condition condition() {
        String field = List.of("name", "serial", "label", "owner").get(random.nextInt(4));
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
