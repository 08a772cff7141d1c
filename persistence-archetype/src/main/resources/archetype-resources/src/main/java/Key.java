package ${package};

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/**
 * Writes keys whose bytes are in the order of what they stand for. A text is written with all its characters and an end
 * that is less than any of them.
 */
final class Key {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);

    /** Begins a key of one kind. */
    Key(char kind) {
        bytes.write(kind);
    }

    /** Goes on from what a key begins with. */
    Key(byte[] prefix) {
        bytes.writeBytes(prefix);
    }

    Key text(String text) {
        for (int i = 0; i < text.length(); i++) {
            two(text.charAt(i));
            if (text.charAt(i) == 0) {
                two(1);
            }
        }
        two(0);
        two(0);
        return this;
    }

    /** The smallest first. */
    Key ascending(long number) {
        return eight(number ^ Long.MIN_VALUE);
    }

    /** The largest first. */
    Key descending(long number) {
        return eight(number ^ Long.MAX_VALUE);
    }

    /** The greatest first. */
    Key descending(UUID id) {
        return eight(~id.getMostSignificantBits()).eight(~id.getLeastSignificantBits());
    }

    Key place(int place) {
        two(place >>> 16);
        two(place);
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** The first key behind all that begin with these bytes. */
    static byte[] after(byte[] prefix) {
        int last = prefix.length - 1;
        while (prefix[last] == (byte) 0xff) {
            last--;
        }
        byte[] after = Arrays.copyOf(prefix, last + 1);
        after[last]++;
        return after;
    }

    /** Reads what {@link #descending(long)} has written. */
    static long origin(byte[] key, int at) {
        return ByteBuffer.wrap(key).getLong(at) ^ Long.MAX_VALUE;
    }

    /** Reads what {@link #descending(UUID)} has written. */
    static UUID id(byte[] key, int at) {
        ByteBuffer buffer = ByteBuffer.wrap(key);
        return new UUID(~buffer.getLong(at), ~buffer.getLong(at + Long.BYTES));
    }

    /** Reads what {@link #place} has written. */
    static int place(byte[] key, int at) {
        return ByteBuffer.wrap(key).getInt(at);
    }

    /** Reads what {@link #text} has written. */
    static String text(byte[] key, int at) {
        ByteBuffer buffer = ByteBuffer.wrap(key);
        StringBuilder text = new StringBuilder();
        for (int next = at; ; next += Character.BYTES) {
            char c = buffer.getChar(next);
            if (c == 0) {
                next += Character.BYTES;
                if (buffer.getChar(next) == 0) {
                    return text.toString();
                }
            }
            text.append(c);
        }
    }

    private Key eight(long number) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        return this;
    }

    private void two(int number) {
        bytes.write(number >>> 8);
        bytes.write(number);
    }
}
