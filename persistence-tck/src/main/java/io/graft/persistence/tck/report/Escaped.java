package io.graft.persistence.tck.report;

/** Text of strangers, made fit for HTML: it can neither become markup nor hide or reorder what is around it. */
final class Escaped {

    /** The longest text that is shown whole. */
    static final int MAX_CHARS = 20_000;

    private Escaped() {}

    static String of(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        int end = Math.min(text.length(), MAX_CHARS);
        int at = 0;
        while (at < end) {
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            append(character, out);
        }
        if (at < text.length()) {
            out.append("\n… ").append(text.length() - at).append(" more characters");
        }
        return out.toString();
    }

    private static void append(int character, StringBuilder out) {
        switch (character) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            case '\n', '\t' -> out.append((char) character);
            default -> {
                if (visible(character)) {
                    out.appendCodePoint(character);
                } else {
                    out.append(String.format("\\u%04X", character));
                }
            }
        }
    }

    private static boolean visible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
