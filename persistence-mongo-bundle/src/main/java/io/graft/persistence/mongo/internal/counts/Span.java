package io.graft.persistence.mongo.internal.counts;

/**
 * A part of a list, both ends included.
 *
 * @param list the list
 * @param from its first origin
 * @param to its last origin
 */
public record Span(ListKey list, long from, long to) {}
