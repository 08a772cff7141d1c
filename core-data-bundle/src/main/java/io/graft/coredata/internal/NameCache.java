package io.graft.coredata.internal;

/**
 * Gives the same string for the same characters, so that the few names that every event repeats are not created anew
 * for each. Lossy and of fixed size. Threads may race: the worst is a string created twice.
 */
final class NameCache {

    private static final int SLOTS = 4096;
    private static final int LONGEST = 64;

    private final String[] slots = new String[SLOTS];

    /** The string with these characters. */
    String get(char[] chars, int offset, int length) {
        if (length == 0) {
            return "";
        }
        if (length > LONGEST) {
            return new String(chars, offset, length);
        }
        int hash = 0;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + chars[i];
        }
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        String known = slots[slot];
        if (known != null && matches(known, chars, offset, length)) {
            return known;
        }
        String name = new String(chars, offset, length);
        slots[slot] = name;
        return name;
    }

    private static boolean matches(String known, char[] chars, int offset, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != chars[offset + i]) {
                return false;
            }
        }
        return true;
    }
}
