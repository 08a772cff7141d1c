package io.graft.log.codec;

import io.graft.api.persistence.CorruptStoreException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link Output} has written. Not thread-safe. */
public final class Input {

    private final byte[] bytes;
    private final int end;
    private int position;

    public Input(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    public int position() {
        return position;
    }

    public int remaining() {
        return end - position;
    }

    public int getByte() {
        require(1);
        return bytes[position++] & 0xFF;
    }

    public int getInt() {
        require(4);
        position += 4;
        return Numbers.getInt(bytes, position - 4);
    }

    public long getLong() {
        require(8);
        position += 8;
        return Numbers.getLong(bytes, position - 8);
    }

    public long getVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = getByte();
            value |= (long) (b & 0x7F) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw damaged("a number that does not end");
    }

    /** A varint that is a count, a length or an index. */
    public int getSize() {
        long value = getVarint();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw damaged("a size of " + value);
        }
        return (int) value;
    }

    public long getZigzag() {
        long value = getVarint();
        return value >>> 1 ^ -(value & 1);
    }

    public byte[] getBytes() {
        int length = getSize();
        require(length);
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    public String getText() {
        long header = getVarint();
        int length = textLength(header);
        position += length;
        if ((header & 1) == 0) {
            return new String(bytes, position - length, length, StandardCharsets.UTF_8);
        }
        char[] chars = new char[length / 2];
        for (int i = 0; i < chars.length; i++) {
            int at = position - length + 2 * i;
            chars[i] = (char) (bytes[at] << 8 | (bytes[at + 1] & 0xFF));
        }
        return new String(chars);
    }

    public void skipText() {
        int length = textLength(getVarint());
        position += length;
    }

    public void skip(int length) {
        require(length);
        position += length;
    }

    private int textLength(long header) {
        long length = header >>> 1;
        if (length > remaining()) {
            throw damaged("a text of " + length + " bytes where " + remaining() + " are left");
        }
        return (int) length;
    }

    private void require(int length) {
        if (length > remaining()) {
            throw damaged("the end of the record where " + length + " more bytes are needed");
        }
    }

    private static CorruptStoreException damaged(String found) {
        return new CorruptStoreException(
                "a record can't be read: found " + found + "; restore the store's directory from a backup");
    }
}
