package io.graft.metadata.internal.outbox;

/**
 * A document of the store that holds a change until it is published, and then may hold another one.
 *
 * @param id the document's id
 * @param revision its revision; negative if unknown
 * @param seq the change that it holds
 * @param home which store it is in
 */
record Slot(String id, long revision, long seq, Object home) {

    /** The same one, of which it is not known what was written into it. */
    Slot doubtful() {
        return new Slot(id, -1, seq, home);
    }

    boolean reusable() {
        return revision >= 0;
    }
}
