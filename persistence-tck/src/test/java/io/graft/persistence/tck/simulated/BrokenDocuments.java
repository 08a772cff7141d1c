package io.graft.persistence.tck.simulated;

import io.graft.api.persistence.ConflictException;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.api.persistence.DuplicateKeyException;
import io.graft.api.persistence.Page;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collections that do one thing wrong. */
final class BrokenDocuments {

    private BrokenDocuments() {}

    /** Looks first and inserts then: two who look at once both insert. */
    static DocumentCollection looksBeforeItInserts(DocumentCollection sound) {
        Meeting meeting = new Meeting(2);
        return new ForwardingCollection(sound) {
            @Override
            public Document insert(Document document) {
                List<String> name = document.texts().getOrDefault("name", List.of());
                if (!name.isEmpty() && get("name", name.get(0)).isPresent()) {
                    throw new DuplicateKeyException("things", "name", name.get(0));
                }
                meeting.together();
                try {
                    return super.insert(document);
                } catch (DuplicateKeyException e) {
                    return document.withRevision(1);
                }
            }
        };
    }

    static DocumentCollection checksNoRevision(DocumentCollection sound) {
        return replacingAny(sound, () -> {});
    }

    /** Two who have read the same document both replace it. */
    static DocumentCollection losesReplacements(DocumentCollection sound) {
        return replacingAny(sound, new Meeting(2)::together);
    }

    private static DocumentCollection replacingAny(DocumentCollection sound, Runnable before) {
        return new ForwardingCollection(sound) {
            @Override
            public Document replace(Document document, long ifRevision) {
                before.run();
                while (true) {
                    long stored = get(document.id()).map(Document::revision).orElse(ifRevision);
                    try {
                        return super.replace(document, stored);
                    } catch (ConflictException e) {
                        if (get(document.id()).isEmpty()) {
                            throw e;
                        }
                    }
                }
            }
        };
    }

    static DocumentCollection keepsThePassedRevision(DocumentCollection sound) {
        return new ForwardingCollection(sound) {
            @Override
            public Document insert(Document document) {
                super.insert(document);
                return document;
            }
        };
    }

    static DocumentCollection interpretsBodies(DocumentCollection sound) {
        return new ForwardingCollection(sound) {
            @Override
            public Document insert(Document document) {
                return super.insert(new Document(
                        document.id(),
                        document.revision(),
                        document.texts(),
                        document.numbers(),
                        document.body().replace("1.0", "1")));
            }
        };
    }

    static DocumentCollection trimsUniqueValues(DocumentCollection sound) {
        return new ForwardingCollection(sound) {
            @Override
            public Document insert(Document document) {
                for (String name : document.texts().getOrDefault("name", List.of())) {
                    if (get("name", name.trim()).isPresent()) {
                        throw new DuplicateKeyException("things", "name", name);
                    }
                }
                return super.insert(document);
            }
        };
    }

    static DocumentCollection lackingOnesComeFirst(DocumentCollection sound) {
        return new ForwardingCollection(sound) {
            @Override
            public Page<Document> find(DocumentQuery query) {
                Page<Document> page = super.find(query);
                if (query.sort().isEmpty() || query.limit() < Integer.MAX_VALUE) {
                    return page;
                }
                List<Document> items = new ArrayList<>();
                String field = query.sort().get().field();
                page.items().stream()
                        .filter(document -> !document.numbers().containsKey(field))
                        .forEach(items::add);
                page.items().stream()
                        .filter(document -> document.numbers().containsKey(field))
                        .forEach(items::add);
                return new Page<>(items, page.total());
            }
        };
    }

    static DocumentCollection allIsAny(DocumentCollection sound) {
        return new ForwardingCollection(sound) {
            @Override
            public long count(DocumentQuery query) {
                Condition[] conditions = query.conditions().stream()
                        .map(condition -> condition instanceof Condition.AllOf all
                                        && !all.values().isEmpty()
                                ? new Condition.AnyOf(all.field(), all.values())
                                : condition)
                        .toArray(Condition[]::new);
                return super.count(DocumentQuery.where(conditions));
            }
        };
    }

    static DocumentCollection doublePrecisionNumbers(DocumentCollection sound) {
        return new ForwardingCollection(sound) {
            @Override
            public Document insert(Document document) {
                Map<String, Long> numbers = new HashMap<>(document.numbers());
                numbers.replaceAll((field, number) -> (long) (double) number);
                return super.insert(
                        new Document(document.id(), document.revision(), document.texts(), numbers, document.body()));
            }
        };
    }

    static DocumentCollection windowsOffByOne(DocumentCollection sound) {
        return new ForwardingCollection(sound) {
            @Override
            public Page<Document> find(DocumentQuery query) {
                return super.find(query.window(Math.max(0, query.offset() - 1), query.limit()));
            }
        };
    }

    /** Leaves a replaced document's old label in the index. */
    static DocumentCollection keepsOldIndexEntries(DocumentCollection sound) {
        Map<String, Integer> stale = Collections.synchronizedMap(new HashMap<>());
        return new ForwardingCollection(sound) {
            @Override
            public Document replace(Document document, long ifRevision) {
                Optional<Document> old = get(document.id());
                Document stored = super.replace(document, ifRevision);
                old.ifPresent(was -> was.texts().getOrDefault("label", List.of()).stream()
                        .filter(label ->
                                !stored.texts().getOrDefault("label", List.of()).contains(label))
                        .forEach(label -> stale.merge(label, 1, Integer::sum)));
                return stored;
            }

            @Override
            public long count(DocumentQuery query) {
                long more = query.conditions().size() == 1
                                && query.conditions().get(0) instanceof Condition.Equal equal
                                && equal.field().equals("label")
                        ? stale.getOrDefault(equal.value(), 0)
                        : 0;
                return super.count(query) + more;
            }
        };
    }

    static DocumentCollection acceptsUnknownFields(DocumentCollection sound) {
        return new ForwardingCollection(sound) {
            @Override
            public Optional<Document> get(String uniqueField, String value) {
                return uniqueField.equals("color") ? Optional.empty() : super.get(uniqueField, value);
            }
        };
    }

    /** Reads the two values one after the other. */
    static DocumentCollection readsInTwoSteps(DocumentCollection sound) {
        Meeting meeting = new Meeting(1);
        return new ForwardingCollection(sound) {
            @Override
            public Document replace(Document document, long ifRevision) {
                Document replaced = meeting.change(() -> super.replace(document, ifRevision));
                meeting.untilLeft();
                return replaced;
            }

            @Override
            public Page<Document> find(DocumentQuery query) {
                List<Condition> conditions = query.conditions();
                if (conditions.size() == 1 && conditions.get(0) instanceof Condition.AnyOf any) {
                    List<Document> items = new ArrayList<>();
                    for (String value : any.values()) {
                        items.addAll(super.find(DocumentQuery.where(new Condition.Equal(any.field(), value)))
                                .items());
                        meeting.untilChanged();
                    }
                    meeting.leave();
                    return new Page<>(items, java.util.OptionalLong.of(items.size()));
                }
                return super.find(query);
            }
        };
    }
}
