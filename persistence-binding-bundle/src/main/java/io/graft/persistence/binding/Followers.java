package io.graft.persistence.binding;

import io.graft.api.model.Event;
import io.graft.api.persistence.EventFilter;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all who follow; one that throws harms neither the change nor the others. */
final class Followers implements EventChanges {

    private static final Logger LOG = LoggerFactory.getLogger(Followers.class);

    private final List<EventChanges> all = new CopyOnWriteArrayList<>();

    Following add(EventChanges changes) {
        AtomicBoolean registered = new AtomicBoolean(true);
        all.add(changes);
        return () -> {
            if (registered.compareAndSet(true, false)) {
                all.remove(changes);
            }
        };
    }

    boolean none() {
        return all.isEmpty();
    }

    @Override
    public void appended(List<Event> events) {
        if (!events.isEmpty()) {
            tell(changes -> changes.appended(events));
        }
    }

    @Override
    public void deleting(EventFilter filter) {
        tell(changes -> changes.deleting(filter));
    }

    @Override
    public void deleted(EventFilter filter) {
        tell(changes -> changes.deleted(filter));
    }

    @Override
    public void deleted(UUID id) {
        tell(changes -> changes.deleted(id));
    }

    private void tell(Consumer<EventChanges> what) {
        for (EventChanges changes : all) {
            try {
                what.accept(changes);
            } catch (RuntimeException e) {
                LOG.error("{} failed to take notice of a change", changes, e);
            }
        }
    }
}
