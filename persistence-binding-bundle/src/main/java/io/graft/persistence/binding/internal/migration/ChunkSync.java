package io.graft.persistence.binding.internal.migration;

import io.graft.api.model.Event;
import io.graft.api.persistence.EventCursor;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Makes the target hold the events of a chunk, and reads them back: their number and digest have to be the source's.
 * Used by one thread.
 */
final class ChunkSync {

    private static final int PAGE = 5_000;
    private static final int MOST_EXTRAS = 10_000;
    private static final int ATTEMPTS = 3;

    /**
     * In what a stretch of the target differs.
     *
     * @param extra events that it has beside those of the chunk
     * @param missing events of the chunk that it has not, or has with another content
     */
    private record Difference(List<Event> extra, List<Event> missing) {

        boolean none() {
            return extra.isEmpty() && missing.isEmpty();
        }
    }

    private final Insistence insistence;
    private final Endpoint<EventStore> target;
    private final Extras extras;
    private final Predicate<Event> deleted;
    private final Meter meter;

    /** @param deleted whether an event is known to have been deleted from the source meanwhile */
    ChunkSync(
            Insistence insistence, Endpoint<EventStore> target, Extras extras, Predicate<Event> deleted, Meter meter) {
        this.insistence = insistence;
        this.target = target;
        this.extras = extras;
        this.deleted = deleted;
        this.meter = meter;
    }

    /** @throws RefusedException if the target has what must not be there, or does not give back what it was given */
    void sync(Chunk chunk) {
        if (!chunk.events().isEmpty() && count(chunk) == 0) {
            append(chunk.events());
        } else {
            Difference difference = difference(chunk);
            if (difference.none()) {
                meter.verified(false);
                return;
            }
            remove(difference.extra());
            append(difference.missing());
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (equal(chunk)) {
                meter.verified(attempt > 0);
                return;
            }
            repair(difference(chunk));
        }
        throw new RefusedException("provider " + target.provider()
                + " does not give back what it was given: its events of the origins "
                + chunk.origins().start() + " to "
                + chunk.origins().end() + " differ from those that were written, after " + ATTEMPTS
                + " attempts. Check the provider with graft:certify " + target.provider());
    }

    private long count(Chunk chunk) {
        EventFilter stretch = EventFilter.ALL.within(chunk.origins());
        return insistence.on(target, store -> store.countEvents(stretch));
    }

    private boolean equal(Chunk chunk) {
        Set<UUID> wanted = extras.stay() ? ids(chunk) : Set.of();
        EventDigest digest = new EventDigest();
        walk(chunk, event -> {
            if (!extras.stay() || wanted.contains(event.id())) {
                digest.add(event);
            }
            return digest.count() <= chunk.digest().count();
        });
        return digest.end().equals(chunk.digest());
    }

    private Difference difference(Chunk chunk) {
        Set<UUID> wanted = ids(chunk);
        Map<UUID, Event> missing = chunk.events().stream()
                .collect(Collectors.toMap(Event::id, event -> event, (a, b) -> a, LinkedHashMap::new));
        List<Event> extra = new ArrayList<>();
        walk(chunk, event -> {
            if (wanted.contains(event.id())) {
                if (!missing.remove(event.id(), event)) {
                    refuse(event, "with another content than");
                }
            } else if (!extras.stay()) {
                refuse(event, "which is not in");
                extra.add(event);
            }
            return extra.size() < MOST_EXTRAS;
        });
        return new Difference(extra, List.copyOf(missing.values()));
    }

    private void refuse(Event event, String how) {
        if (extras.refused() && !deleted.test(event)) {
            throw new RefusedException(
                    "provider " + target.provider() + " holds other events already, e.g. " + event.id()
                            + " of device '" + event.deviceName() + "', origin " + event.origin() + ", " + how
                            + " the service's own. Nothing was removed there. Start again and say what shall become of them:"
                            + " merge keeps them beside the service's, replace removes them");
        }
    }

    /** What is missing although it was written has its id taken by an event of another time. */
    private void repair(Difference difference) {
        remove(difference.extra());
        for (Event event : difference.missing()) {
            insistence
                    .on(target, store -> store.event(event.id()))
                    .ifPresent(taken -> refuse(taken, "whose id is that of another event of"));
        }
        remove(difference.missing());
        append(difference.missing());
    }

    private void remove(List<Event> events) {
        for (Event event : events) {
            insistence.on(target, store -> store.delete(event.id()));
        }
    }

    private void append(List<Event> events) {
        if (!events.isEmpty()) {
            insistence.on(target, store -> store.append(events));
        }
    }

    /** Shows the events that the target has in the chunk's stretch, until there is no interest in more. */
    private void walk(Chunk chunk, Predicate<Event> visitor) {
        EventFilter stretch = EventFilter.ALL.within(chunk.origins());
        Optional<EventCursor> place = chunk.after();
        while (true) {
            EventQuery query = new EventQuery(stretch, place, 0, PAGE, ChunkReader.MOST_BYTES, false);
            Page<Event> page = insistence.on(target, store -> store.events(query));
            for (Event event : page.items()) {
                if (!chunk.reaches(event) || !visitor.test(event)) {
                    return;
                }
            }
            if (page.items().isEmpty() || (page.items().size() < PAGE && !page.truncated())) {
                return;
            }
            place = Optional.of(EventCursor.of(page.items().get(page.items().size() - 1)));
        }
    }

    private static Set<UUID> ids(Chunk chunk) {
        return chunk.events().stream().map(Event::id).collect(Collectors.toUnmodifiableSet());
    }
}
