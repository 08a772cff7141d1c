package io.graft.persistence.redis.internal.codec;

import java.nio.charset.StandardCharsets;

/**
 * Texts as bytes that sort as the texts do ({@link String#compareTo}): UTF-8, but of each half of a surrogate pair by
 * itself. So every String comes back as it was.
 */
public final class Texts {

    private static final int SURROGATE = 0xED;

    private Texts() {}

    public static byte[] encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return encodeUnits(text);
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    static String decode(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if ((bytes[i] & 0xFF) == SURROGATE) {
                return decodeUnits(bytes, from, length);
            }
        }
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    private static byte[] encodeUnits(String text) {
        Bytes out = new Bytes(3 * text.length());
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                out.putByte(unit);
            } else if (unit < 0x800) {
                out.putByte(0xC0 | (unit >> 6)).putByte(0x80 | (unit & 0x3F));
            } else {
                out.putByte(0xE0 | (unit >> 12))
                        .putByte(0x80 | ((unit >> 6) & 0x3F))
                        .putByte(0x80 | (unit & 0x3F));
            }
        }
        return out.toArray();
    }

    private static String decodeUnits(byte[] bytes, int from, int length) {
        StringBuilder text = new StringBuilder(length);
        int i = from;
        while (i < from + length) {
            int first = bytes[i++];
            if (first >= 0) {
                text.append((char) first);
            } else if ((first & 0xE0) == 0xC0) {
                text.append((char) (((first & 0x1F) << 6) | (bytes[i++] & 0x3F)));
            } else {
                text.append((char) (((first & 0x0F) << 12) | ((bytes[i++] & 0x3F) << 6) | (bytes[i++] & 0x3F)));
            }
        }
        return text.toString();
    }
}
