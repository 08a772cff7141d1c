package io.graft.persistence.redis.internal.codec;

import java.util.Arrays;

/** Reads what {@link Bytes} wrote; an {@link IndexOutOfBoundsException} where there is less than there should be. */
public final class Input {

    private final byte[] bytes;
    private int at;

    public Input(byte[] bytes) {
        this.bytes = bytes;
    }

    public int getByte() {
        return bytes[at++] & 0xFF;
    }

    public long get(int number) {
        long value = 0;
        for (int i = 0; i < number; i++) {
            value = (value << 8) | getByte();
        }
        return value;
    }

    public long getSorting() {
        return get(Long.BYTES) ^ Long.MIN_VALUE;
    }

    public int getVarint() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = getByte();
            value |= (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IndexOutOfBoundsException("a number has more than 5 bytes");
    }

    public byte[] get(long length, String what) {
        if (length < 0 || length > bytes.length - at) {
            throw new IndexOutOfBoundsException(what + " of " + length + " bytes in " + (bytes.length - at));
        }
        byte[] part = Arrays.copyOfRange(bytes, at, at + (int) length);
        at += (int) length;
        return part;
    }

    public byte[] getBlock() {
        return get(getVarint(), "a block");
    }

    public String getText() {
        return getText(getVarint());
    }

    /** A text of so many bytes. */
    public String getText(int length) {
        if (length < 0 || length > bytes.length - at) {
            throw new IndexOutOfBoundsException("a text of " + length + " bytes in " + (bytes.length - at));
        }
        String text = Texts.decode(bytes, at, length);
        at += length;
        return text;
    }

    /** Everything that is left, as text. */
    public String rest() {
        return getText(bytes.length - at);
    }
}
