package io.graft.command.internal.check;

/** How values of clients are shown in messages. */
final class Shown {

    private static final int MAX = 100;

    private Shown() {}

    /** At most a hundred characters. */
    static String text(String text) {
        return text.length() <= MAX ? text : text.substring(0, MAX) + "…";
    }
}
