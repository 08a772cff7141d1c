package io.graft.metadata.internal.outbox;

/**
 * What a slot holds.
 *
 * @param settled all changes up to this one had been dealt with when this was written, so that what is left of them in
 *     other slots counts no more
 * @param change the change
 */
record Note(long settled, Change change) {}
