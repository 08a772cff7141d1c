package io.graft.persistence.mongo.internal.counts;

import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.function.ToLongFunction;
import org.bson.types.ObjectId;

/**
 * The events at one moment: what was being stored at that moment, or later, is neither counted nor shown, so that a page
 * and its total agree. Nothing is deleted as long as it is open. Used by one thread.
 */
public final class View implements AutoCloseable {

    private final Ledger ledger;
    private final List<Slice> slices;
    private final Set<ObjectId> hidden;
    private final ToLongFunction<List<Slice>> sum;
    private final Lock deletions;

    /** @param hidden the calls that are storing events; others add to it as long as the view is open */
    View(Ledger ledger, List<Slice> slices, Set<ObjectId> hidden, ToLongFunction<List<Slice>> sum, Lock deletions) {
        this.ledger = ledger;
        this.slices = slices;
        this.hidden = hidden;
        this.sum = sum;
        this.deletions = deletions;
    }

    void hide(ObjectId call) {
        hidden.add(call);
    }

    /** Whether what this call stores is no part of the view. */
    public boolean hides(ObjectId call) {
        return hidden.contains(call);
    }

    /** The calls whose events are no part of the view, as far as they have begun. */
    public List<ObjectId> hidden() {
        return List.copyOf(hidden);
    }

    /** How many entries there are. */
    public long total() {
        return sum.applyAsLong(slices);
    }

    @Override
    public void close() {
        ledger.close(this);
        deletions.unlock();
    }
}
