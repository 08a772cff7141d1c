package io.graft.persistence.tck;

import java.util.List;
import java.util.Optional;

/** Values as a message shows them: short, and with every character visible. */
public final class Shown {

    private static final int MOST = 400;

    private Shown() {}

    /** A value. */
    public static String of(Object value) {
        if (value instanceof Throwable thrown) {
            return visible(thrown.getClass().getName() + ": " + thrown.getMessage());
        }
        if (value instanceof CharSequence text) {
            return "'" + visible(text.toString()) + "' (" + text.length() + " characters)";
        }
        if (value instanceof List<?> list) {
            return list.size() + " " + visible(list.stream().limit(5).toList().toString());
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(Shown::of).orElse("nothing");
        }
        return visible(String.valueOf(value));
    }

    /** A text, bare. */
    public static String visible(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars().limit(MOST).forEach(c -> {
            if (c >= ' ' && c < 127) {
                shown.append((char) c);
            } else {
                shown.append(String.format("\\u%04x", c));
            }
        });
        return text.length() > MOST ? shown + "..." : shown.toString();
    }
}
