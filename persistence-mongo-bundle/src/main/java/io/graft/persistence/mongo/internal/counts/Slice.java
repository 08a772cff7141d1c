package io.graft.persistence.mongo.internal.counts;

/**
 * The part of a bucket that a range covers.
 *
 * @param count how many entries the bucket has, as far as that is known
 * @param exact whether the count is exactly that of the span
 */
public record Slice(Span span, long count, boolean exact) {}
