package io.graft.persistence.embedded.internal.events.codec;

import io.graft.log.codec.Input;

/**
 * The layout of an event record, the same in the log, in memory and in segment files:
 *
 * <pre>
 * event   = id 16 | origin 8 | flags 1 | stream varint | [tags text] | [extensions text] | [readings varint] | reading*
 * reading = series varint | flags 1 | [origin - event's origin, zigzag] | value | [tags text] | [extensions text]
 * value   = text | bytes, media type text | nothing
 * </pre>
 */
final class Layout {

    static final int TAGS = 1;
    static final int EXTENSIONS = 2;
    /** Of an event: it has one reading, and no count. */
    static final int SINGLE = 4;
    /** Of a reading: its origin is not the event's. */
    static final int OWN_ORIGIN = 4;

    static final int KIND_SHIFT = 4;
    static final int TEXT = 0;
    static final int BINARY = 1;
    static final int JSON = 2;
    static final int NULL = 3;

    private Layout() {}

    static void skipObjects(Input in, int flags) {
        if ((flags & TAGS) != 0) {
            in.skipText();
        }
        if ((flags & EXTENSIONS) != 0) {
            in.skipText();
        }
    }

    static void skipValue(Input in, int readingFlags) {
        switch (readingFlags >> KIND_SHIFT) {
            case TEXT, JSON -> in.skipText();
            case BINARY -> {
                in.skip(in.getSize());
                in.skipText();
            }
            default -> {}
        }
    }
}
