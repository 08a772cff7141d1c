package io.graft.persistence.embedded.internal.events.segment;

import io.graft.persistence.embedded.internal.events.query.Place;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** How the live events, or the live readings, of several sources come to stand in one order. */
final class MergeOrder {

    private final int[][] places;
    private final byte[] turns;
    private final int count;

    private MergeOrder(int[][] places, byte[] turns, int count) {
        this.places = places;
        this.turns = turns;
        this.count = count;
    }

    static MergeOrder ofEvents(List<Source> sources) {
        return merge(sources, new Events());
    }

    static MergeOrder ofReadings(List<Source> sources) {
        return merge(sources, new Readings());
    }

    /** The order of the readings where each event has one, with the event's origin. */
    MergeOrder ofOnlyReadings(List<Source> sources) {
        int[][] readingPlaces = new int[places.length][];
        for (int s = 0; s < places.length; s++) {
            Source source = sources.get(s);
            int[] own = new int[source.readings()];
            for (int reading = 0; reading < own.length; reading++) {
                own[reading] = places[s][source.readingEvent(reading)];
            }
            readingPlaces[s] = Arrays.equals(own, places[s]) ? places[s] : own;
        }
        return new MergeOrder(readingPlaces, turns, count);
    }

    int count() {
        return count;
    }

    /** For each item of a source its place in the order, or -1 if it is deleted. */
    int[] places(int source) {
        return places[source];
    }

    int[][] places() {
        return places;
    }

    /** Visits the items in their order. */
    void forEach(Visitor visitor) throws IOException {
        int[] next = new int[places.length];
        for (int place = 0; place < count; place++) {
            int source = turns[place];
            int[] own = places[source];
            while (own[next[source]] < 0) {
                next[source]++;
            }
            visitor.visit(source, next[source]++);
        }
    }

    interface Visitor {
        void visit(int source, int item) throws IOException;
    }

    private static MergeOrder merge(List<Source> sources, Items items) {
        int[][] places = new int[sources.size()][];
        int[] next = new int[places.length];
        int total = 0;
        for (int s = 0; s < places.length; s++) {
            places[s] = new int[items.count(sources.get(s))];
            next[s] = live(sources.get(s), items, 0, places[s]);
            total += places[s].length;
        }
        byte[] turns = new byte[total];
        int place = 0;
        for (int s = first(sources, items, next); s >= 0; s = first(sources, items, next)) {
            turns[place] = (byte) s;
            places[s][next[s]] = place++;
            next[s] = live(sources.get(s), items, next[s] + 1, places[s]);
        }
        return new MergeOrder(places, turns, place);
    }

    private static int live(Source source, Items items, int from, int[] places) {
        int item = from;
        while (item < places.length && items.deleted(source, item)) {
            places[item++] = -1;
        }
        return item;
    }

    private static int first(List<Source> sources, Items items, int[] next) {
        int first = -1;
        long lowest = 0;
        for (int s = 0; s < next.length; s++) {
            Source source = sources.get(s);
            if (next[s] == items.count(source)) {
                continue;
            }
            long origin = items.origin(source, next[s]);
            if (first < 0 || origin < lowest || (origin == lowest && comes(sources, items, next, s, first))) {
                first = s;
                lowest = origin;
            }
        }
        return first;
    }

    private static boolean comes(List<Source> sources, Items items, int[] next, int source, int before) {
        Place place = items.place(sources.get(source), next[source]);
        return place.compareWithin(items.place(sources.get(before), next[before])) < 0;
    }

    private sealed interface Items {
        int count(Source source);

        boolean deleted(Source source, int item);

        long origin(Source source, int item);

        Place place(Source source, int item);
    }

    private static final class Events implements Items {
        @Override
        public int count(Source source) {
            return source.events();
        }

        @Override
        public boolean deleted(Source source, int item) {
            return source.deleted(item);
        }

        @Override
        public long origin(Source source, int item) {
            return source.eventOrigin(item);
        }

        @Override
        public Place place(Source source, int item) {
            return source.eventPlace(item);
        }
    }

    private static final class Readings implements Items {
        @Override
        public int count(Source source) {
            return source.readings();
        }

        @Override
        public boolean deleted(Source source, int item) {
            return source.deleted(source.readingEvent(item));
        }

        @Override
        public long origin(Source source, int item) {
            return source.readingOrigin(item);
        }

        @Override
        public Place place(Source source, int item) {
            return source.readingPlace(item);
        }
    }
}
