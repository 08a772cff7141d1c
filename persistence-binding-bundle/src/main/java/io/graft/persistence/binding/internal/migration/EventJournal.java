package io.graft.persistence.binding.internal.migration;

import io.graft.api.model.Event;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.TimeRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Notes what a service's clients change while its events are moved: not what is written, but where, so that noting costs
 * ingest next to nothing and memory is bounded. The places are then compared and made equal.
 *
 * <p>A deletion is carried over by making it in the target as well. There it may hit events that the service has stored
 * after it had deleted, so all that was appended since the deletion began counts as touched once more.
 *
 * <p>Safe for use by many threads.
 */
final class EventJournal {

    private static final int MOST_FILTERS = 4_096;
    private static final int MOST_IDS = 200_000;

    /**
     * What was noted.
     *
     * @param filters deletions that have ended, oldest first
     * @param ids events that were deleted one by one
     * @param ranges where events may differ, once the deletions are made
     * @param lost whether there were more deletions than could be noted
     */
    record Notes(List<EventFilter> filters, Set<UUID> ids, List<TimeRange> ranges, boolean lost) {}

    private final TouchedRanges touched = new TouchedRanges();
    /** Where was appended since the first of the deletions began that are not carried over. */
    private final TouchedRanges sinceDeletion = new TouchedRanges();

    private final List<EventFilter> open = new ArrayList<>();
    private List<EventFilter> filters = new ArrayList<>();
    private Set<UUID> ids = new HashSet<>();
    private boolean lost;
    private long changes;

    synchronized void appended(List<Event> events) {
        changes += events.size();
        boolean deletions = !open.isEmpty() || !filters.isEmpty();
        for (Event event : events) {
            touched.mark(event.origin());
            if (deletions) {
                sinceDeletion.mark(event.origin());
            }
        }
    }

    synchronized void deleting(EventFilter filter) {
        open.add(filter);
    }

    synchronized void deleted(EventFilter filter) {
        changes++;
        if (!open.remove(filter)) {
            touched.mark(filter.range()); // began before this journal did
        }
        filters.removeIf(earlier -> covers(filter, earlier));
        if (filters.size() < MOST_FILTERS) {
            filters.add(filter);
        } else {
            lost = true;
        }
    }

    synchronized void deleted(UUID id) {
        changes++;
        if (ids.size() < MOST_IDS) {
            ids.add(id);
        } else {
            lost = true;
        }
    }

    /** Changes were missed. */
    synchronized void lose() {
        lost = true;
    }

    /** Whether an event has been deleted since the notes were last taken, as far as is known. */
    synchronized boolean deletes(Event event) {
        return lost || ids.contains(event.id()) || filters.stream().anyMatch(filter -> selects(filter, event));
    }

    /** Gives what was noted since the last time. */
    synchronized Notes take() {
        if (!filters.isEmpty()) {
            touched.addAll(sinceDeletion);
            if (open.isEmpty()) {
                sinceDeletion.clear();
            }
        }
        Notes notes = new Notes(filters, ids, touched.ranges(), lost);
        filters = new ArrayList<>();
        ids = new HashSet<>();
        touched.clear();
        lost = false;
        return notes;
    }

    /** How many changes were noted since the beginning. */
    synchronized long changes() {
        return changes;
    }

    private static boolean selects(EventFilter filter, Event event) {
        return filter.range().contains(event.origin())
                && matches(filter.device(), event.deviceName())
                && matches(filter.source(), event.sourceName());
    }

    private static boolean matches(Optional<String> wanted, String name) {
        return wanted.isEmpty() || wanted.get().equals(name);
    }

    private static boolean covers(EventFilter wide, EventFilter narrow) {
        return wide.range().start() <= narrow.range().start()
                && wide.range().end() >= narrow.range().end()
                && (wide.device().isEmpty() || wide.device().equals(narrow.device()))
                && (wide.source().isEmpty() || wide.source().equals(narrow.source()));
    }
}
