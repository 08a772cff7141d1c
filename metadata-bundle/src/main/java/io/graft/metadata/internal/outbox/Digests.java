package io.graft.metadata.internal.outbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Short names for the contents of documents. Equal contents have equal names, in whichever store they are. */
final class Digests {

    /** The name of no document at all. */
    static final String ABSENT = "";

    private static final int BYTES = 16;

    private Digests() {}

    static String of(Optional<String> body) {
        if (body.isEmpty()) {
            return ABSENT;
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(body.get().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
