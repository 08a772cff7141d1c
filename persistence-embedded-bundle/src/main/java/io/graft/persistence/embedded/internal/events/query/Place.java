package io.graft.persistence.embedded.internal.events.query;

/**
 * A place in the ascending order of events or readings: origin; id as an unsigned number; then, of the readings of one
 * event, the last first.
 *
 * @param reading the reading's index within its event; 0 for events
 */
public record Place(long origin, long mostSignificant, long leastSignificant, int reading)
        implements Comparable<Place> {

    /** The first place that an origin has: nothing with this origin comes before. */
    public static Place startOf(long origin) {
        return new Place(origin, 0, 0, Integer.MAX_VALUE);
    }

    /** Whether this is what {@link #startOf} gives. */
    public boolean isStart() {
        return mostSignificant == 0 && leastSignificant == 0 && reading == Integer.MAX_VALUE;
    }

    @Override
    public int compareTo(Place other) {
        int byOrigin = Long.compare(origin, other.origin);
        return byOrigin != 0 ? byOrigin : compareWithin(other);
    }

    /** As {@link #compareTo}, where the origins are equal. */
    public int compareWithin(Place other) {
        int byId = Long.compareUnsigned(mostSignificant, other.mostSignificant);
        if (byId == 0) {
            byId = Long.compareUnsigned(leastSignificant, other.leastSignificant);
        }
        return byId != 0 ? byId : Integer.compare(other.reading, reading);
    }
}
