package io.graft.persistence.embedded.internal.events.segment;

/** The parts of a segment file, in the order of the file. */
enum Section {
    /** The events' origins, 8 bytes each, ascending. */
    EVENT_ORIGINS,
    /** Where each record begins in {@link #RECORDS}, 4 bytes each, and where the last one ends. */
    RECORD_STARTS,
    /** The readings' origins, 8 bytes each, ascending; absent when each event has one reading with its own origin. */
    READING_ORIGINS,
    /** The readings' events, 4 bytes each; absent like the origins. */
    READING_EVENTS,
    /** The readings' indexes within their events, 4 bytes each; absent like the origins. */
    READING_INDEXES,
    /** The entries of the lists, 4 bytes each, ascending, list by list. */
    POSTINGS,
    /** The keys of the lists, 8 bytes each, ascending. */
    KEYS,
    /** Where each list begins in {@link #POSTINGS}, as a number of entries, 4 bytes each, and where the last one ends. */
    LIST_STARTS,
    /** The fingerprints of the ids, 8 bytes each, ascending. */
    FINGERPRINTS,
    /** The events of the fingerprints, 4 bytes each. */
    FINGERPRINT_EVENTS,
    /** The events' records. */
    RECORDS,
    /** The filter for fingerprints. */
    BLOOM,
    /** The first of every 256 event origins. */
    SPARSE_EVENT_ORIGINS,
    SPARSE_READING_ORIGINS,
    SPARSE_KEYS,
    SPARSE_FINGERPRINTS;

    /** Where the footer speaks of it. The order of the constants is the file's format. */
    @SuppressWarnings("EnumOrdinal")
    int place() {
        return ordinal();
    }
}
