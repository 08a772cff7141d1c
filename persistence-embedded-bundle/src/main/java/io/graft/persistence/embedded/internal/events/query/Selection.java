package io.graft.persistence.embedded.internal.events.query;

import io.graft.api.persistence.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ObjIntConsumer;

/** Several lists as one, from the newest entry to the oldest, within a range of origins. Used by one thread. */
public final class Selection {

    private final List<Window> windows = new ArrayList<>();

    public Selection(List<EntryList> lists, TimeRange range) {
        for (EntryList list : lists) {
            int from = range.start() == Long.MIN_VALUE ? 0 : list.rank(Place.startOf(range.start()));
            int to = range.end() == Long.MAX_VALUE ? list.size() : list.rank(Place.startOf(range.end() + 1));
            if (from < to) {
                windows.add(new Window(list, from, to));
            }
        }
    }

    /** How many entries there are. */
    public long count() {
        long sum = 0;
        for (Window window : windows) {
            sum += window.size();
        }
        return sum;
    }

    /** Drops everything but what comes before a place. */
    public void keepBefore(Place place) {
        for (Window window : windows) {
            window.to = Math.max(window.from, Math.min(window.to, window.list.rank(place)));
        }
    }

    /** Drops a number of the newest entries. */
    public void skip(long offset) {
        if (offset >= count()) {
            windows.clear();
            return;
        }
        List<Window> rest = new ArrayList<>();
        for (Window window : windows) {
            rest.add(new Window(window.list, window.from, window.to));
        }
        narrow(rest, offset);
        for (int i = 0; i < rest.size(); i++) {
            windows.get(i).to = rest.get(i).to;
        }
    }

    /**
     * Takes so many off the upper ends of the windows: halves the largest one by an entry, asks the others how many of
     * theirs are newer, and knows then on which side the end of the offset lies.
     */
    private static void narrow(List<Window> windows, long offset) {
        long left = offset;
        int[] newer = new int[windows.size()];
        while (left > 0) {
            Window largest = windows.get(0);
            for (Window window : windows) {
                largest = window.size() > largest.size() ? window : largest;
            }
            int middle = (largest.from + largest.to) >>> 1;
            Place pivot = largest.list.place(middle);
            long sum = 0;
            for (int i = 0; i < newer.length; i++) {
                Window window = windows.get(i);
                newer[i] = window == largest ? window.to - middle : window.notBefore(pivot);
                sum += newer[i];
            }
            boolean drop = sum <= left;
            boolean single = largest.size() == 1;
            for (int i = 0; i < newer.length; i++) {
                Window window = windows.get(i);
                if (drop) {
                    window.to -= newer[i];
                } else {
                    window.from = window.to - newer[i];
                }
            }
            if (drop) {
                left -= sum;
            } else if (single) {
                dropNewest(windows, left);
                return;
            }
        }
    }

    private static void dropNewest(List<Window> windows, long count) {
        PriorityQueue<Head> heads = heads(windows);
        for (long i = 0; i < count; i++) {
            heads.remove().window.to--;
        }
    }

    /** Looks at entries one by one. */
    @FunctionalInterface
    public interface Visitor {

        /** Looks at an entry; false to end before it. */
        boolean visit(EntryList list, int position);
    }

    /**
     * Visits the newest entries, at most so many.
     *
     * @return whether the visitor ended it
     */
    public boolean take(int limit, Visitor visitor) {
        PriorityQueue<Head> heads = heads(windows);
        for (int i = 0; i < limit && !heads.isEmpty(); i++) {
            Head head = heads.remove();
            Window window = head.window;
            if (!visitor.visit(window.list, --window.to)) {
                return true;
            }
            if (heads.isEmpty()) {
                return takeRest(window, limit - i - 1, visitor);
            }
            if (window.size() > 0) {
                heads.add(new Head(window));
            }
        }
        return false;
    }

    private static boolean takeRest(Window window, int limit, Visitor visitor) {
        for (int i = 0; i < limit && window.size() > 0; i++) {
            if (!visitor.visit(window.list, --window.to)) {
                return true;
            }
        }
        return false;
    }

    /** Visits every entry, list by list. */
    public void forEach(ObjIntConsumer<EntryList> visitor) {
        for (Window window : windows) {
            for (int i = window.from; i < window.to; i++) {
                visitor.accept(window.list, i);
            }
        }
    }

    private static PriorityQueue<Head> heads(List<Window> windows) {
        PriorityQueue<Head> heads = new PriorityQueue<>(Math.max(1, windows.size()));
        for (Window window : windows) {
            if (window.size() > 0) {
                heads.add(new Head(window));
            }
        }
        return heads;
    }

    private static final class Window {
        private final EntryList list;
        private int from;
        private int to;

        Window(EntryList list, int from, int to) {
            this.list = list;
            this.from = from;
            this.to = to;
        }

        int size() {
            return to - from;
        }

        int notBefore(Place place) {
            if (size() == 0) {
                return 0;
            }
            return to - Math.max(from, Math.min(to, list.rank(place)));
        }
    }

    /** The newest entry of a window. Ids are looked at only where origins are equal: they cost a read. */
    private static final class Head implements Comparable<Head> {
        private final Window window;
        private final long origin;
        private Place place;

        Head(Window window) {
            this.window = window;
            this.origin = window.list.origin(window.to - 1);
        }

        @Override
        public int compareTo(Head other) {
            int byOrigin = Long.compare(other.origin, origin);
            return byOrigin != 0 ? byOrigin : other.place().compareTo(place());
        }

        private Place place() {
            if (place == null) {
                place = window.list.place(window.to - 1);
            }
            return place;
        }
    }
}
