package io.graft.persistence.binding.internal.migration;

import io.graft.api.model.Event;
import io.graft.api.persistence.EventFilter;
import io.graft.persistence.binding.EventChanges;
import io.graft.persistence.binding.Following;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Follows the events of a service, also when the service is restarted: changes may have been missed then, and the
 * journal says so. {@link #attend} and {@link #close} are used by one thread.
 */
final class EventFollower implements EventChanges, AutoCloseable {

    private final Supplier<EventTraffic> service;
    private final EventJournal journal;
    private EventTraffic followed;
    private Following following;

    /** @param service throws {@link io.graft.api.persistence.StoreUnavailableException} while it is not there */
    EventFollower(Supplier<EventTraffic> service, EventJournal journal) {
        this.service = service;
        this.journal = journal;
    }

    /** The service as it is now; from here on its changes are noted. */
    EventTraffic attend() {
        EventTraffic now = service.get();
        if (!now.equals(followed)) {
            Following next = now.follow(this);
            if (following != null) {
                following.close();
                journal.lose();
            }
            followed = now;
            following = next;
        }
        return now;
    }

    @Override
    public void close() {
        if (following != null) {
            following.close();
        }
    }

    @Override
    public void appended(List<Event> events) {
        journal.appended(events);
    }

    @Override
    public void deleting(EventFilter filter) {
        journal.deleting(filter);
    }

    @Override
    public void deleted(EventFilter filter) {
        journal.deleted(filter);
    }

    @Override
    public void deleted(UUID id) {
        journal.deleted(id);
    }
}
