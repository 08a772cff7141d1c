package io.graft.coredata.internal;

/** A text that can be looked at a limited number of times, since a regular expression may look for ever. Used once. */
final class BoundedText implements CharSequence {

    private static final int LOOKS = 1_000_000;

    /** The text was looked at too often. */
    static final class TooLongException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooLongException() {
            super("given up after " + LOOKS + " steps");
        }
    }

    private final String text;
    private int looks;

    BoundedText(String text) {
        this.text = text;
    }

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
