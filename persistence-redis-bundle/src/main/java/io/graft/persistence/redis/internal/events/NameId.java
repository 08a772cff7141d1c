package io.graft.persistence.redis.internal.events;

import io.graft.persistence.redis.internal.codec.Bytes;
import io.graft.persistence.redis.internal.codec.Input;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The first 12 bytes of a digest: names the same thing in every gateway and after every loss of data, so that what is
 * kept in memory never grows stale.
 */
record NameId(long high, int low) {

    static final int LENGTH = 12;

    static NameId of(String kind, byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(new Bytes(32).putText(kind).toArray());
            return of(digest.digest(content), 0);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static NameId ofTexts(String kind, String... texts) {
        Bytes content = new Bytes(64);
        for (String text : texts) {
            content.putText(text);
        }
        return of(kind, content.toArray());
    }

    static NameId of(byte[] bytes, int from) {
        Input in = new Input(bytes);
        in.get(from, "what is before an id");
        return read(in);
    }

    static NameId read(Input in) {
        return new NameId(in.get(Long.BYTES), (int) in.get(Integer.BYTES));
    }

    byte[] bytes() {
        return new Bytes(LENGTH).put(high, Long.BYTES).put(low, Integer.BYTES).toArray();
    }
}
