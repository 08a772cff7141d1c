package io.graft.persistence.embedded.internal.events.query;

/** The lists that a table keeps, as numbers: what kind of list in the upper half, whose in the lower one. */
public final class ListKey {

    public static final long ALL_EVENTS = 0;
    public static final long ALL_READINGS = 8L << 32;

    private static final long EVENTS_OF_DEVICE = 1L << 32;
    private static final long EVENTS_OF_STREAM = 2L << 32;
    private static final long READINGS_OF_DEVICE = 9L << 32;
    private static final long READINGS_OF_RESOURCE = 10L << 32;
    private static final long READINGS_OF_SERIES = 11L << 32;

    private ListKey() {}

    public static long eventsOfDevice(int device) {
        return EVENTS_OF_DEVICE | device;
    }

    public static long eventsOfStream(int stream) {
        return EVENTS_OF_STREAM | stream;
    }

    public static long readingsOfDevice(int device) {
        return READINGS_OF_DEVICE | device;
    }

    public static long readingsOfResource(int resource) {
        return READINGS_OF_RESOURCE | resource;
    }

    public static long readingsOfSeries(int series) {
        return READINGS_OF_SERIES | series;
    }

    public static boolean isReadings(long key) {
        return key >= ALL_READINGS;
    }

    public static boolean isStream(long key) {
        return key >> 32 == EVENTS_OF_STREAM >> 32;
    }

    /** Whose list it is. */
    public static int owner(long key) {
        return (int) key;
    }
}
