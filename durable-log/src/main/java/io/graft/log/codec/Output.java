package io.graft.log.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow as they are written. Numbers are big-endian or varints. Not thread-safe. */
public final class Output {

    private byte[] bytes;
    private int size;

    public Output(int capacity) {
        bytes = new byte[capacity];
    }

    public int size() {
        return size;
    }

    /** What was written. */
    public byte[] toBytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    public void putByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    public void putInt(int value) {
        reserve(4);
        Numbers.putInt(bytes, size, value);
        size += 4;
    }

    public void putLong(long value) {
        reserve(8);
        Numbers.putLong(bytes, size, value);
        size += 8;
    }

    /** An unsigned number in 7-bit groups, the lowest first. */
    public void putVarint(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** A signed number, small if it is near zero. */
    public void putZigzag(long value) {
        putVarint(value << 1 ^ value >> 63);
    }

    /** Bytes with their number in front. */
    public void putBytes(byte[] value) {
        putVarint(value.length);
        putRaw(value, 0, value.length);
    }

    public void putRaw(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    /**
     * Text, exactly. UTF-8 with twice its length in front, or, because UTF-8 has no form for half a surrogate pair,
     * UTF-16 with twice its length plus one.
     */
    public void putText(String text) {
        int length = text.length();
        reserve(length + 5);
        int start = size;
        putVarint((long) length << 1);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                size = start;
                putWideText(text);
                return;
            }
            bytes[size++] = (byte) c;
        }
    }

    /** Replaces eight bytes that were written before. */
    public void setLong(int offset, long value) {
        if (offset + Long.BYTES > size) {
            throw new IndexOutOfBoundsException(offset);
        }
        Numbers.putLong(bytes, offset, value);
    }

    /** Copies what was written. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, size);
    }

    /** Adds what another has. */
    public void append(Output other) {
        putRaw(other.bytes, 0, other.size);
    }

    private void putWideText(String text) {
        if (!hasLoneSurrogate(text)) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            putVarint((long) encoded.length << 1);
            putRaw(encoded, 0, encoded.length);
            return;
        }
        putVarint(((long) text.length() * 2) << 1 | 1);
        for (int i = 0; i < text.length(); i++) {
            putByte(text.charAt(i) >> 8);
            putByte(text.charAt(i));
        }
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length + (bytes.length >> 1) + 16));
        }
    }
}
