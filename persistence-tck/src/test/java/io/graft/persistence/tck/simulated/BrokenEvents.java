package io.graft.persistence.tck.simulated;

import io.graft.api.model.Event;
import io.graft.api.persistence.AppendResult;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.Page;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.TimeRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Event stores that do one thing wrong when they store or delete. */
final class BrokenEvents {

    private BrokenEvents() {}

    static EventStore losesTheLastOfABatch(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public AppendResult append(List<Event> batch) {
                return super.append(batch.size() > 1 ? batch.subList(0, batch.size() - 1) : batch);
            }
        };
    }

    /** Deletes with the next change. */
    static EventStore deletesLater(EventStore sound) {
        List<Runnable> later = Collections.synchronizedList(new ArrayList<>());
        return new ForwardingEventStore(sound) {
            @Override
            public boolean delete(UUID id) {
                boolean there = event(id).isPresent();
                later.add(() -> super.delete(id));
                return there;
            }

            @Override
            public AppendResult append(List<Event> batch) {
                later.forEach(Runnable::run);
                later.clear();
                return super.append(batch);
            }
        };
    }

    static EventStore deletesToTheEndExclusively(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public long delete(EventFilter filter) {
                TimeRange range = filter.range();
                return super.delete(
                        range.end() == range.start() || range.end() == Long.MAX_VALUE
                                ? filter
                                : filter.within(new TimeRange(range.start(), range.end() - 1)));
            }
        };
    }

    static EventStore theLastOneWins(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public synchronized AppendResult append(List<Event> batch) {
                Set<UUID> duplicates = new HashSet<>();
                for (Event event : batch) {
                    if (super.delete(event.id())) {
                        duplicates.add(event.id());
                    }
                    super.append(List.of(event));
                }
                return new AppendResult(duplicates);
            }
        };
    }

    static EventStore keepsQuietAboutDuplicates(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public AppendResult append(List<Event> batch) {
                super.append(batch);
                return AppendResult.ALL_NEW;
            }
        };
    }

    /** Never forgets an id, so that a deleted event can't be stored again. */
    static EventStore remembersDeletedIds(EventStore sound) {
        Set<UUID> ever = Collections.synchronizedSet(new HashSet<>());
        return new ForwardingEventStore(sound) {
            @Override
            public AppendResult append(List<Event> batch) {
                List<Event> fresh =
                        batch.stream().filter(event -> ever.add(event.id())).toList();
                super.append(fresh);
                Set<UUID> duplicates = new HashSet<>();
                batch.stream().map(Event::id).forEach(duplicates::add);
                fresh.stream().map(Event::id).forEach(duplicates::remove);
                return new AppendResult(duplicates);
            }
        };
    }

    static EventStore throwsSomethingElse(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public long countReadings(ReadingFilter filter) {
                try {
                    return super.countReadings(filter);
                } catch (RuntimeException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    static EventStore swallowsFailures(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public boolean delete(UUID id) {
                try {
                    return super.delete(id);
                } catch (RuntimeException e) {
                    return false;
                }
            }
        };
    }

    static EventStore breaksOnInterruption(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public AppendResult append(List<Event> batch) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new IllegalStateException("interrupted");
                }
                return super.append(batch);
            }
        };
    }

    /** Keeps the caller's list, and stores what it holds with the next call. */
    static EventStore keepsTheBatch(EventStore sound) {
        return new ForwardingEventStore(sound) {
            private List<Event> kept = List.of();

            @Override
            public synchronized AppendResult append(List<Event> batch) {
                kept = batch;
                return AppendResult.ALL_NEW;
            }

            @Override
            public synchronized Page<Event> events(EventQuery query) {
                super.append(kept);
                return super.events(query);
            }
        };
    }
}
