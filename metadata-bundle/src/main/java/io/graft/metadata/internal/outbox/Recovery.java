package io.graft.metadata.internal.outbox;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;
import io.graft.persistence.binding.DocumentGate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up the changes that a store holds when it is bound: after a start, and after a swap. Those that have happened
 * are to be published, however long ago; of the others only the note was written.
 */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private record Found(Change change, Slot slot) {}

    private record Name(String type, String document) {}

    private final DocumentGate gate;
    private final Map<String, CollectionSpec> collections;
    private final Slots slots;
    private final Backlog backlog;

    /** @param collections by the type of the system event */
    Recovery(DocumentGate gate, Map<String, CollectionSpec> collections, Slots slots, Backlog backlog) {
        this.gate = gate;
        this.collections = collections;
        this.slots = slots;
        this.backlog = backlog;
    }

    /** To be called within a change, while no other one is made in this store. */
    void run() {
        Object home = new Object();
        List<Found> found = new ArrayList<>();
        long[] settled = new long[1];
        long[] last = new long[1];
        slots.read(home, (note, slot) -> {
            settled[0] = Math.max(settled[0], note.settled());
            last[0] = Math.max(last[0], Math.max(note.settled(), note.change().seq()));
            found.add(new Found(note.change(), slot));
        });
        List<Found> known = new ArrayList<>();
        List<Slot> unused = new ArrayList<>();
        Map<Name, List<Found>> doubtful = new LinkedHashMap<>();
        for (Found each : found) {
            Change change = each.change();
            if (backlog.holds(change.seq())) {
                known.add(each);
            } else if (change.seq() <= settled[0]
                    || slots.isSettled(change.seq())
                    || !collections.containsKey(change.type())) {
                unused.add(each.slot());
            } else {
                doubtful.computeIfAbsent(new Name(change.type(), change.document()), name -> new ArrayList<>())
                        .add(each);
            }
        }
        Set<Change> happened = new HashSet<>();
        doubtful.values().forEach(of -> happened.addAll(happened(of)));
        slots.moveIn(home, unused);
        known.forEach(each -> {
            if (!backlog.move(each.change().seq(), each.slot())) {
                slots.release(each.slot());
            }
        });
        doubtful.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(each -> each.change().seq()))
                .forEach(each -> {
                    if (happened.contains(each.change())) {
                        backlog.recovered(each.change(), each.slot());
                    } else {
                        slots.release(each.slot());
                    }
                });
        backlog.seen(last[0]);
        slots.arrived();
        if (!happened.isEmpty()) {
            LOG.info("{} changes that happened before are still to be published", happened.size());
        }
    }

    /** What the document of a change is now, as {@link Digests#of} says. */
    String now(Change change) {
        CollectionSpec spec = collections.get(change.type());
        Optional<Document> document =
                gate.call("get", store -> store.collection(spec).get(change.document()));
        return Digests.of(document.map(Document::body));
    }

    private Collection<Change> happened(List<Found> ofOneDocument) {
        List<Change> meant = ofOneDocument.stream().map(Found::change).toList();
        return History.happened(meant, now(meant.get(0)));
    }
}
