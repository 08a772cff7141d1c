package io.graft.rest.internal;

/** Text from clients, fit to be shown again. */
public final class Texts {

    private static final int LONGEST = 100;

    private Texts() {}

    /** The text, cut after 100 characters and without control characters. */
    public static String shortened(String text) {
        int length = Math.min(text.length(), LONGEST);
        StringBuilder shown = new StringBuilder(length + 3);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean fit = !Character.isISOControl(c) && !Character.isSurrogate(c);
            shown.append(fit || isPair(text, i) ? c : '?');
        }
        return text.length() > LONGEST ? shown.append("...").toString() : shown.toString();
    }

    private static boolean isPair(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 < Math.min(text.length(), LONGEST) && Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
