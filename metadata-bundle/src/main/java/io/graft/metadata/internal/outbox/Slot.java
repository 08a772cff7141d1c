package io.graft.metadata.internal.outbox;

/**
 * A document of the store that holds a change until it is published, and then may hold another one.
 *
 * @param id the document's id
 * @param revision its revision
 * @param seq the change that it holds
 * @param home which store it is in
 */
record Slot(String id, long revision, long seq, Object home) {}
