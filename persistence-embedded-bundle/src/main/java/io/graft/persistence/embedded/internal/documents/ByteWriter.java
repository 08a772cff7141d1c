package io.graft.persistence.embedded.internal.documents;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes numbers and texts into a growing array. */
final class ByteWriter {

    private byte[] bytes = new byte[256];
    private int end;

    ByteWriter number(long value) {
        long rest = value;
        reserve(10);
        while ((rest & ~0x7FL) != 0) {
            bytes[end++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[end++] = (byte) rest;
        return this;
    }

    /** UTF-8; a text that has no UTF-8 form, since it holds half of a surrogate pair, as UTF-16. */
    ByteWriter text(String text) {
        boolean whole = isWhole(text);
        byte[] encoded = whole ? text.getBytes(StandardCharsets.UTF_8) : utf16(text);
        number(((long) encoded.length << 1) | (whole ? 0 : 1));
        return raw(encoded);
    }

    ByteWriter raw(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, end, more.length);
        end += more.length;
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, end);
    }

    /** The JDK's encoder would replace the half. */
    private static byte[] utf16(String text) {
        ByteBuffer encoded = ByteBuffer.allocate(2 * text.length());
        text.chars().forEach(c -> encoded.putChar((char) c));
        return encoded.array();
    }

    private static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private void reserve(int more) {
        int needed = Math.addExact(end, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(2L * bytes.length, 1 << 20)));
        }
    }
}
