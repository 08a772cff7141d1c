package io.graft.persistence.embedded.internal.events.query;

/** A list without the entries that are deleted. */
public final class LiveList implements EntryList {

    private final EntryList all;
    private final Marks deleted;

    private LiveList(EntryList all, Marks deleted) {
        this.all = all;
        this.deleted = deleted;
    }

    /** @param deleted the positions of the entries to leave out */
    public static EntryList of(EntryList all, Marks deleted) {
        return deleted.isEmpty() ? all : new LiveList(all, deleted);
    }

    @Override
    public int size() {
        return all.size() - deleted.count();
    }

    @Override
    public long origin(int position) {
        return all.origin(deleted.unmarked(position));
    }

    @Override
    public Place place(int position) {
        return all.place(deleted.unmarked(position));
    }

    @Override
    public int rank(Place place) {
        int rank = all.rank(place);
        return rank - deleted.before(rank);
    }

    @Override
    public byte[] record(int position) {
        return all.record(deleted.unmarked(position));
    }

    @Override
    public int recordLength(int position) {
        return all.recordLength(deleted.unmarked(position));
    }

    @Override
    public int event(int position) {
        return all.event(deleted.unmarked(position));
    }

    @Override
    public Object table() {
        return all.table();
    }

    @Override
    public int reading(int position) {
        return all.reading(deleted.unmarked(position));
    }
}
