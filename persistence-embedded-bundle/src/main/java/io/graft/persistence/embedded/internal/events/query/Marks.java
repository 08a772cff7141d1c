package io.graft.persistence.embedded.internal.events.query;

/** A set of positions that knows how many lie before any position. Immutable. */
public final class Marks {

    public static final Marks NONE = new Marks(new long[0]);

    private static final int WORDS = 8;

    private final long[] words;
    private final int[] before;
    private final int count;

    /** @param words 64 positions each, the lowest bit first; not copied, not to be changed any more */
    public Marks(long[] words) {
        this.words = words;
        this.before = new int[words.length / WORDS + 1];
        int sum = 0;
        for (int i = 0; i < words.length; i++) {
            if (i % WORDS == 0) {
                before[i / WORDS] = sum;
            }
            sum += Long.bitCount(words[i]);
        }
        if (words.length % WORDS == 0) {
            before[words.length / WORDS] = sum;
        }
        count = sum;
    }

    /** Room for the marks of so many positions. */
    public static long[] words(int positions) {
        return new long[(positions + 63) >>> 6];
    }

    public static void set(long[] words, int position) {
        words[position >>> 6] |= 1L << position;
    }

    public int count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public boolean contains(int position) {
        int word = position >>> 6;
        return word < words.length && (words[word] >>> position & 1) != 0;
    }

    /** How many marks lie before a position. */
    public int before(int position) {
        int word = position >>> 6;
        if (word >= words.length) {
            return count;
        }
        int sum = before[word / WORDS];
        for (int i = word / WORDS * WORDS; i < word; i++) {
            sum += Long.bitCount(words[i]);
        }
        return sum + Long.bitCount(words[word] & (1L << position) - 1);
    }

    /** The next mark at or after a position; -1 if there is none. */
    public int next(int position) {
        int word = position >>> 6;
        if (word >= words.length) {
            return -1;
        }
        long rest = words[word] & -1L << position;
        while (rest == 0) {
            if (++word == words.length) {
                return -1;
            }
            rest = words[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(rest);
    }

    /** The position that has so many unmarked positions before it and is unmarked itself. */
    public int unmarked(int rank) {
        int low = rank;
        int high = rank + count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (middle + 1 - before(middle + 1) <= rank) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** These and more, of so many positions. */
    public Marks and(Marks more, int positions) {
        if (isEmpty() || more.isEmpty()) {
            return isEmpty() ? more : this;
        }
        long[] all = copyWords(positions);
        for (int i = 0; i < more.words.length; i++) {
            all[i] |= more.words[i];
        }
        return new Marks(all);
    }

    /** A copy of the words, with room for so many positions. */
    public long[] copyWords(int positions) {
        long[] copy = words(positions);
        System.arraycopy(words, 0, copy, 0, Math.min(words.length, copy.length));
        return copy;
    }
}
