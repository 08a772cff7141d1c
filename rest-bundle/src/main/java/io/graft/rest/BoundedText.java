package io.graft.rest;

/**
 * A text for a regular expression that somebody else has written: it can be looked at a million times, which is the only
 * way to stop a matcher that would go on for ever. For one match, by one thread.
 */
public final class BoundedText implements CharSequence {

    private static final int LOOKS = 1_000_000;

    /** The text was looked at too often. */
    public static final class TooLongException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooLongException() {
            super("given up after " + LOOKS + " steps", null, false, false);
        }
    }

    private final String text;
    private int looks;

    public BoundedText(String text) {
        this.text = text;
    }

    /** @throws TooLongException if it was asked a million times before */
    @Override
    public char charAt(int index) {
        if (++looks > LOOKS) {
            throw new TooLongException();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
