package io.graft.metadata.internal.outbox;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.ConflictException;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.StoreException;
import io.graft.metadata.internal.json.Json;
import io.graft.persistence.binding.DocumentGate;
import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where changes are kept in the store until they are published. While many changes are made, each is written over one
 * that has been published, so that it costs one call; when it gets quiet, what is left is deleted, the oldest first: so
 * what a crash leaves behind is always all that was noted since some moment. Thread-safe.
 */
final class Slots {

    static final String SEQ = "seq";
    static final CollectionSpec OUTBOX = new CollectionSpec("metadata.outbox", Set.of(), Set.of(), Set.of(SEQ));

    private static final Logger LOG = LoggerFactory.getLogger(Slots.class);
    private static final int PAGE = 200;
    private static final int MOST_FREE = 64;
    private static final int MOST_SETTLED = 20_000;

    private final DocumentGate gate;
    private final Json json;
    private final NavigableMap<Long, Slot> free = new TreeMap<>();
    private final Set<Long> settledElsewhere = new LinkedHashSet<>();
    private WeakReference<DocumentStore> store = new WeakReference<>(null);
    private Object home = new Object();

    Slots(DocumentGate gate, Json json) {
        this.gate = gate;
        this.json = json;
    }

    /** Whether these are the slots of the store that is bound now. */
    boolean atHome() {
        return gate.<Boolean>call("outbox", this::isHome);
    }

    /** Whether a slot is in the store whose slots were taken up last. */
    synchronized boolean isHere(Slot slot) {
        return slot.home() == home;
    }

    /** Shows all that the store holds, in its order. */
    void read(Object newHome, BiConsumer<Note, Slot> to) {
        long offset = 0;
        List<Document> page;
        do {
            DocumentQuery query = DocumentQuery.where().ascending(SEQ).window(offset, PAGE);
            page = gate.call(
                    "outbox", bound -> bound.collection(OUTBOX).find(query).items());
            for (Document document : page) {
                read(newHome, document, to);
            }
            offset += page.size();
        } while (page.size() == PAGE);
    }

    /**
     * From now on the slots are those that were read.
     *
     * @param newHome what they were read with
     * @param unused those of them that hold nothing to be published
     */
    synchronized void moveIn(Object newHome, Collection<Slot> unused) {
        free.keySet().forEach(this::settle);
        free.clear();
        home = newHome;
        unused.forEach(this::release);
    }

    /** All that the store that is bound holds has been taken up. */
    void arrived() {
        gate.<Void>call("outbox", bound -> {
            arrived(bound);
            return null;
        });
    }

    /** Writes a change into the store. */
    Slot write(Note note) {
        Slot used = take();
        long seq = note.change().seq();
        String fresh = "%016x".formatted(seq);
        try {
            Document written = gate.call("outbox", bound -> write(bound.collection(OUTBOX), note, used, fresh));
            return new Slot(written.id(), written.revision(), seq, homeOf(used));
        } catch (StoreException e) {
            abandon(used);
            abandon(new Slot(fresh, 0, seq, homeOf(used)));
            throw e;
        }
    }

    /** Whether a change that is read from a store has been dealt with, although it could not be taken out of it. */
    synchronized boolean isSettled(long seq) {
        return settledElsewhere.contains(seq);
    }

    /** Lets a slot take another change, or be deleted. */
    synchronized void release(Slot slot) {
        if (slot.home() == home) {
            free.put(slot.seq(), slot);
        } else {
            settle(slot.seq());
        }
    }

    /** Whether there is something to be deleted, now or when it gets quiet. */
    synchronized boolean untidy() {
        return !free.isEmpty();
    }

    /**
     * Deletes one slot that is not needed; in quiet times none is.
     *
     * @return whether there may be more of them
     */
    boolean tidy(boolean quiet) {
        Slot unneeded = unneeded(quiet);
        if (unneeded == null) {
            return false;
        }
        try {
            gate.<Boolean>change("outbox", bound -> bound.collection(OUTBOX).delete(unneeded.id()));
            return true;
        } catch (StoreException e) {
            abandon(unneeded);
            throw e;
        }
    }

    private synchronized boolean isHome(DocumentStore bound) {
        return store.get() == bound;
    }

    private synchronized void arrived(DocumentStore bound) {
        store = new WeakReference<>(bound);
    }

    private void settle(long seq) {
        settledElsewhere.add(seq);
        if (settledElsewhere.size() > MOST_SETTLED) {
            settledElsewhere.remove(settledElsewhere.iterator().next());
        }
    }

    private synchronized Slot take() {
        Map.Entry<Long, Slot> newest = free.lastEntry();
        return newest == null || !newest.getValue().reusable() ? null : free.remove(newest.getKey());
    }

    private synchronized Object homeOf(Slot used) {
        return used == null ? home : used.home();
    }

    /** It is not known what was written; so nothing may be written over it. */
    private void abandon(Slot slot) {
        if (slot != null) {
            release(slot.doubtful());
        }
    }

    private synchronized Slot unneeded(boolean quiet) {
        Map.Entry<Long, Slot> oldest = free.firstEntry();
        boolean needed = oldest == null
                || (!quiet && free.size() <= MOST_FREE && oldest.getValue().reusable());
        return needed ? null : free.remove(oldest.getKey());
    }

    /** A slot that is not as it was left belongs to another store, or is gone; then a new one is made. */
    private Document write(DocumentCollection outbox, Note note, Slot used, String fresh) {
        if (used != null) {
            try {
                return outbox.replace(document(used.id(), note), used.revision());
            } catch (ConflictException e) {
                LOG.debug("slot {} is not there any more", used.id(), e);
            }
        }
        return outbox.insert(document(fresh, note));
    }

    private Document document(String id, Note note) {
        return new Document(id, 0, Map.of(), Map.of(SEQ, note.change().seq()), json.write(note));
    }

    private void read(Object newHome, Document document, BiConsumer<Note, Slot> to) {
        try {
            Note note = json.readStored(document.body(), Note.class, OUTBOX.name() + " document " + document.id());
            to.accept(
                    note,
                    new Slot(document.id(), document.revision(), note.change().seq(), newHome));
        } catch (CorruptStoreException e) {
            LOG.error("A system event may be missing, and stays in the store as it is", e);
        }
    }
}
