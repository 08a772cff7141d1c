package io.graft.persistence.tck.checks;

import io.graft.api.model.Event;
import io.graft.api.persistence.AggregateFunction;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.EventCursor;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.ReadingQuery;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.oracle.RandomDocuments;
import io.graft.persistence.tck.oracle.RandomEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Random sequences of operations, done to the provider and to the oracle. */
public final class RandomChecks {

    private static final String ALL =
            "The whole contract: the provider answers as the oracle, which takes it literally.";

    private RandomChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                Check.of(
                                "events.random.like-the-oracle",
                                "Whatever is done to events, every answer is that of the oracle",
                                ALL,
                                RandomChecks::events)
                        .within(Duration.ofMinutes(2)),
                Check.of(
                                "documents.random.like-the-oracle",
                                "Whatever is done to documents, every answer is that of the oracle",
                                ALL,
                                RandomChecks::documents)
                        .within(Duration.ofMinutes(2)));
    }

    private static void events(CheckContext context) {
        Random random = context.random();
        RandomEvents world = new RandomEvents(random);
        List<Event> known = new ArrayList<>();
        List<Step<Twin>> steps = new ArrayList<>();
        for (int i = 0; i < context.scaled(500); i++) {
            steps.add(
                    switch (random.nextInt(14)) {
                        case 0, 1, 2, 3, 4 -> append(batch(random, world, known));
                        case 5 ->
                            deletion(
                                    random.nextInt(4) == 0
                                            ? EventFilter.ALL.within(world.oldest(60_000))
                                            : world.eventFilter());
                        case 6 -> deletion(id(random, known));
                        case 7 -> random.nextInt(8) == 0 ? new Step<>("reopen", Twin::reopen) : streams();
                        default -> question(random, world, known);
                    });
        }
        steps.add(new Step<>("compare everything", Twin::sameEverything));
        new Sequence<>(context, Twin::new).run(steps);
    }

    private static List<Event> batch(Random random, RandomEvents world, List<Event> known) {
        List<Event> batch = new ArrayList<>();
        for (int n = random.nextInt(12); n >= 0; n--) {
            boolean again = random.nextInt(20) == 0 && !known.isEmpty();
            batch.add(again ? known.get(random.nextInt(known.size())) : world.next());
        }
        known.addAll(batch);
        return batch;
    }

    private static UUID id(Random random, List<Event> known) {
        return known.isEmpty()
                ? new UUID(1, 1)
                : known.get(random.nextInt(known.size())).id();
    }

    private static Step<Twin> append(List<Event> batch) {
        return new Step<>("append " + batch, twin -> twin.append(batch));
    }

    private static Step<Twin> deletion(EventFilter filter) {
        return new Step<>("delete " + filter, twin -> twin.delete(filter));
    }

    private static Step<Twin> deletion(UUID id) {
        return new Step<>("delete " + id, twin -> twin.delete(id));
    }

    private static Step<Twin> streams() {
        return new Step<>("streams", Twin::sameStreams);
    }

    private static Step<Twin> question(Random random, RandomEvents world, List<Event> known) {
        EventFilter events = world.eventFilter();
        ReadingFilter readings = world.readingFilter();
        int limit = random.nextInt(30);
        switch (random.nextInt(7)) {
            case 0 -> {
                EventQuery page = EventQuery.page(events, random.nextInt(known.size() + 2), limit);
                return new Step<>(page.toString(), twin -> twin.same(page));
            }
            case 1 -> {
                EventCursor place = new EventCursor(world.oldest(30_000).end(), id(random, known));
                EventQuery behind = EventQuery.after(events, place, limit);
                return new Step<>(behind.toString(), twin -> twin.same(behind));
            }
            case 2 -> {
                ReadingQuery page = ReadingQuery.page(readings, random.nextInt(60), limit);
                return new Step<>(page.toString(), twin -> twin.same(page));
            }
            case 3 -> {
                return new Step<>("count " + events, twin -> twin.sameCount(events));
            }
            case 4 -> {
                return new Step<>("count " + readings, twin -> twin.sameCount(readings));
            }
            case 5 -> {
                AggregateFunction function =
                        List.of(AggregateFunction.values()).get(random.nextInt(AggregateFunction.values().length));
                return new Step<>(function + " of " + readings, twin -> twin.sameAggregates(readings, function));
            }
            default -> {
                UUID id = id(random, known);
                return new Step<>("event " + id, twin -> twin.sameEvent(id));
            }
        }
    }

    private static void documents(CheckContext context) {
        Random random = context.random();
        RandomDocuments world = new RandomDocuments(random);
        List<Step<DocumentTwin>> steps = new ArrayList<>();
        for (int i = 0; i < context.scaled(600); i++) {
            steps.add(
                    switch (random.nextInt(9)) {
                        case 0, 1, 2 -> {
                            Document document = world.next();
                            yield new Step<>("insert " + document, twin -> twin.insert(document));
                        }
                        case 3, 4 -> {
                            Document document = world.next();
                            boolean stale = random.nextInt(4) == 0;
                            yield new Step<>(
                                    "replace " + (stale ? "a stale revision of " : "") + document,
                                    twin -> twin.replace(document, stale));
                        }
                        case 5 -> {
                            String id = world.id();
                            yield new Step<>("delete " + id, twin -> twin.delete(id));
                        }
                        case 6 ->
                            random.nextInt(8) == 0 ? new Step<>("reopen", DocumentTwin::reopen) : lookUp(world.next());
                        default -> {
                            DocumentQuery query = world.query();
                            yield new Step<>(query.toString(), twin -> twin.same(query));
                        }
                    });
        }
        steps.add(new Step<>("compare everything", twin -> twin.same(DocumentQuery.ALL)));
        new Sequence<>(context, DocumentTwin::new).run(steps);
    }

    private static Step<DocumentTwin> lookUp(Document document) {
        return new Step<>("look up " + document.id() + " and " + document.texts(), twin -> twin.lookUp(document));
    }
}
