package io.graft.persistence.mongo.internal.counts;

/** Asks the database itself; costs as much as the span is long. */
public interface LiveCount {

    /** How many entries of a list are in a span. */
    long count(Span span);

    /** The origin of the entry at a position, counted from the oldest one in a span; the last one's if there are fewer. */
    long originAt(Span span, long position);
}
