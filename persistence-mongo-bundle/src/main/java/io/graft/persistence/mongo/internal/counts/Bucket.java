package io.graft.persistence.mongo.internal.counts;

/**
 * The count of a list's entries from one origin up to the next bucket's. Guarded by the ledger's lock.
 *
 * <p>What is stored of it may lag behind, but only where that is known: a stored bucket is marked dirty before anything
 * in it changes, and its count is stored again some time later. The border of a new bucket may be stored later still; until
 * then its entries belong, on disk, to the bucket before it, which stays dirty.
 */
final class Bucket {

    final ListKey list;
    final long from;

    /** The bucket before it, or null. */
    Bucket previous;

    /** The bucket behind it, or null. */
    Bucket next;

    /** How many entries it has; not to be trusted while in doubt. */
    int count;

    /** How many changes are on their way. */
    int changing;

    /** Whether its border is in the database. */
    boolean stored;

    /** Whether it is marked dirty in the database. */
    boolean dirty;

    /** Whether a change may or may not have happened, so that only the database knows the count. */
    boolean doubtful;

    /** When it came into doubt. */
    long doubtfulSince;

    /** Whether it is being counted, stored or divided, so that no change may begin. */
    boolean taken;

    /** The count at which it could not be divided, all its entries being of one origin. */
    int indivisible;

    /** When the last change of it ended. */
    long touched;

    Bucket(ListKey list, long from) {
        this.list = list;
        this.from = from;
    }

    long to() {
        return next == null ? Long.MAX_VALUE : next.from - 1;
    }

    Span span() {
        return new Span(list, from, to());
    }

    /** The bucket that stands for this one in the database: the one to be marked before a change. */
    Bucket anchor() {
        Bucket anchor = this;
        while (!anchor.stored && anchor.previous != null) {
            anchor = anchor.previous;
        }
        return anchor;
    }
}
