package io.graft.metadata.internal.outbox;

import io.graft.metadata.internal.outbox.Entry.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds out whether a change happened whose store has failed in the middle of it. */
final class Doubts {

    private final Backlog backlog;
    private final Function<Change, String> now;

    /** @param now what the document of a change is now, as {@link Digests#of} says */
    Doubts(Backlog backlog, Function<Change, String> now) {
        this.backlog = backlog;
        this.now = now;
    }

    /**
     * Whether a change has happened; empty if that can't be said while later ones are under way.
     *
     * @throws io.graft.api.persistence.StoreException if the store can't tell now
     */
    Optional<Boolean> happened(Entry doubtful) {
        List<Entry> later = backlog.laterOf(doubtful.change);
        List<Change> meant = new ArrayList<>(List.of(doubtful.change));
        for (Entry entry : later) {
            State state = backlog.state(entry);
            if (state == State.UNDER_WAY) {
                return Optional.empty();
            }
            if (state == State.HAPPENED) {
                return Optional.of(isAmong(meant, entry.change.before(), doubtful));
            }
            meant.add(entry.change);
        }
        String found = now.apply(doubtful.change);
        return backlog.laterOf(doubtful.change).equals(later)
                ? Optional.of(isAmong(meant, found, doubtful))
                : Optional.empty();
    }

    private static boolean isAmong(List<Change> meant, String after, Entry doubtful) {
        return History.happened(meant, after).contains(doubtful.change);
    }
}
