package io.graft.persistence.redis.internal.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes. Used by one thread. */
public final class Bytes {

    private byte[] array;
    private int size;

    public Bytes(int capacity) {
        array = new byte[capacity];
    }

    public Bytes putByte(int value) {
        room(1);
        array[size++] = (byte) value;
        return this;
    }

    /** The lowest bytes of a number, the highest of them first. */
    public Bytes put(long value, int bytes) {
        room(bytes);
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            array[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    /** Eight bytes that sort, unsigned, as the numbers do. */
    public Bytes putSorting(long value) {
        return put(value ^ Long.MIN_VALUE, Long.BYTES);
    }

    public Bytes putVarint(int value) {
        int rest = value;
        while (rest >>> 7 != 0) {
            putByte(rest | 0x80);
            rest >>>= 7;
        }
        return putByte(rest);
    }

    public Bytes put(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, array, size, bytes.length);
        size += bytes.length;
        return this;
    }

    /** The length, then the bytes. */
    public Bytes putBlock(byte[] bytes) {
        return putVarint(bytes.length).put(bytes);
    }

    public Bytes putText(String text) {
        return putBlock(Texts.encode(text));
    }

    public byte[] toArray() {
        return Arrays.copyOf(array, size);
    }

    /** A decimal number, as Redis takes numbers. */
    public static byte[] number(long value) {
        return Long.toString(value).getBytes(StandardCharsets.US_ASCII);
    }

    private void room(int bytes) {
        if (array.length - size < bytes) {
            array = Arrays.copyOf(array, Math.max(size + bytes, array.length + (array.length >> 1)));
        }
    }
}
