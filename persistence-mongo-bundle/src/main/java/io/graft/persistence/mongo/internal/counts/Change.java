package io.graft.persistence.mongo.internal.counts;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;
import org.bson.types.ObjectId;

/** Events on their way into or out of the database. Exactly one of its methods is called when that has ended. */
public final class Change {

    private final Ledger ledger;
    private final List<Bucket[]> places;
    private final ObjectId call;

    Change(Ledger ledger, List<Bucket[]> places, ObjectId call) {
        this.ledger = ledger;
        this.places = places;
        this.call = call;
    }

    /** These of the events, by their indexes, were added. */
    public void added(Predicate<Integer> which) {
        ledger.end(this, which, 1);
    }

    /** These of the events were removed. */
    public void removed(Predicate<Integer> which) {
        ledger.end(this, which, -1);
    }

    /** Nothing was changed, and nothing will be. */
    public void nothing() {
        ledger.end(this, event -> false, 1);
    }

    /** Nobody knows what has happened, or will. */
    public void unknown() {
        ledger.doubt(this);
    }

    /** The call that stores events; null where they are removed. */
    ObjectId call() {
        return call;
    }

    List<Bucket[]> places() {
        return places;
    }

    List<Bucket> buckets() {
        return places.stream().flatMap(Arrays::stream).toList();
    }

    Collection<Bucket> distinct() {
        return new LinkedHashSet<>(buckets());
    }
}
