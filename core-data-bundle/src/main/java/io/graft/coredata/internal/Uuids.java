package io.graft.coredata.internal;

import java.util.UUID;

/** UUIDs as text: 36 characters, in either case. {@link UUID#fromString} takes more than that. */
final class Uuids {

    private static final int LENGTH = 36;

    private Uuids() {}

    /** The UUID that a text says, or null if it says none. */
    static UUID parse(String text) {
        if (text.length() != LENGTH) {
            return null;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : c > 'f' || Character.digit(c, 16) < 0) {
                return null;
            }
        }
        return UUID.fromString(text);
    }
}
