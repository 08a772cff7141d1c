package io.graft.metadata.internal.rules;

import io.graft.rest.ApiException;
import io.graft.rest.BoundedText;
import io.graft.rest.ErrorKind;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A POSIX extended regular expression, matched in bounded time: a pattern that makes the matcher try too much is
 * refused.
 */
final class PosixPattern {

    private static final int LONGEST = 1000;
    private static final String LITERAL_IN_CLASS = "[&~^\\-";

    private final String source;
    private final Pattern pattern;

    private PosixPattern(String source, Pattern pattern) {
        this.source = source;
        this.pattern = pattern;
    }

    /** Compiles; 400 if the text is no such expression. */
    static PosixPattern compile(String source) {
        if (source.length() > LONGEST) {
            throw refused(source.substring(0, LONGEST) + "...", "it is longer than " + LONGEST + " characters", null);
        }
        try {
            return new PosixPattern(source, Pattern.compile(translate(source), Pattern.UNIX_LINES));
        } catch (PatternSyntaxException e) {
            throw refused(source, e.getDescription(), e);
        }
    }

    /** Whether the whole of a name matches; 400 if that can't be found out with reasonable effort. */
    boolean matches(String name) {
        if (name.length() > LONGEST) {
            return false;
        }
        try {
            return pattern.matcher(new BoundedText(name)).matches();
        } catch (BoundedText.TooLongException | StackOverflowError e) {
            throw refused(source, "matching '" + name + "' takes too long", e);
        }
    }

    private static String translate(String source) {
        StringBuilder java = new StringBuilder();
        boolean repeated = false;
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            boolean repeats = c == '*' || c == '+' || c == '?';
            boolean afterParenthesis = i > 0 && source.charAt(i - 1) == '(';
            if (repeats && (repeated || afterParenthesis)) {
                throw refused(source, "'" + c + "' at " + i + " has nothing to repeat", null);
            }
            if (c == '\\') {
                i++;
                if (i == source.length() || Character.isLetterOrDigit(source.charAt(i))) {
                    throw refused(source, "invalid escape sequence at " + (i - 1), null);
                }
                java.append('\\').append(source.charAt(i));
            } else if (c == '[') {
                i = translateClass(source, i, java);
            } else {
                java.append(c);
            }
            repeated = repeats || c == '}';
        }
        return java.toString();
    }

    /** Translates a bracket expression that begins at an index; returns the index of its end. */
    private static int translateClass(String source, int start, StringBuilder java) {
        int i = start + 1;
        java.append('[');
        if (i < source.length() && source.charAt(i) == '^') {
            java.append('^');
            i++;
        }
        for (int first = i; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == ']' && i > first) {
                java.append(']');
                return i;
            }
            if (source.startsWith("[:", i)) {
                int end = source.indexOf(":]", i);
                if (end < 0) {
                    break;
                }
                java.append(namedClass(source, source.substring(i + 2, end)));
                i = end + 1;
            } else if (c == '-' && i > first && i + 1 < source.length() && source.charAt(i + 1) != ']') {
                java.append('-');
            } else {
                java.append(LITERAL_IN_CLASS.indexOf(c) >= 0 || c == ']' ? "\\" : "")
                        .append(c);
            }
        }
        throw refused(source, "missing closing ]", null);
    }

    private static String namedClass(String source, String name) {
        return switch (name) {
            case "alnum" -> "\\p{Alnum}";
            case "alpha" -> "\\p{Alpha}";
            case "ascii" -> "\\p{ASCII}";
            case "blank" -> "\\p{Blank}";
            case "cntrl" -> "\\p{Cntrl}";
            case "digit" -> "\\p{Digit}";
            case "graph" -> "\\p{Graph}";
            case "lower" -> "\\p{Lower}";
            case "print" -> "\\p{Print}";
            case "punct" -> "\\p{Punct}";
            case "space" -> "\\p{Space}";
            case "upper" -> "\\p{Upper}";
            case "word" -> "\\w";
            case "xdigit" -> "\\p{XDigit}";
            default -> throw refused(source, "invalid character class [:" + name + ":]", null);
        };
    }

    private static ApiException refused(String source, String why, Throwable cause) {
        return new ApiException(
                ErrorKind.CONTRACT_INVALID,
                "failed to CompilePOSIX the auto event source name: " + source + ": " + why,
                cause);
    }
}
