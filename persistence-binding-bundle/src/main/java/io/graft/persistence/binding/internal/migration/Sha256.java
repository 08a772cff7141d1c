package io.graft.persistence.binding.internal.migration;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of values one after the other, each of which can be told from the next. Used by one thread. */
final class Sha256 {

    private static final int ABSENT = -1;

    private final MessageDigest digest;
    private final ByteBuffer buffer = ByteBuffer.allocate(8 * 1024);

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    Sha256 add(long number) {
        room(Long.BYTES);
        buffer.putLong(number);
        return this;
    }

    /** @param text null is another thing than the empty text */
    Sha256 add(String text) {
        if (text == null) {
            return add(ABSENT);
        }
        add(text.length());
        for (int i = 0; i < text.length(); i++) {
            room(Character.BYTES);
            buffer.putChar(text.charAt(i));
        }
        return this;
    }

    Sha256 add(byte[] bytes) {
        add(bytes.length);
        flush();
        digest.update(bytes);
        return this;
    }

    /** The digest in hexadecimal; nothing can be added afterwards. */
    String text() {
        flush();
        return HexFormat.of().formatHex(digest.digest());
    }

    private void room(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    private void flush() {
        digest.update(buffer.flip());
        buffer.clear();
    }
}
