package io.graft.device.host.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the small text files with which Linux tells of itself. */
final class TextFiles {

    private static final int MAX_BYTES = 1 << 20;

    private final Path root;

    /** @param root the folder, e.g. {@code /proc} */
    TextFiles(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** The lines of a file; none if it can't be read. */
    List<String> lines(String name) {
        try (InputStream in = Files.newInputStream(root.resolve(name))) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The first line of a file, stripped; empty if it can't be read. */
    String firstLine(String name) {
        List<String> lines = lines(name);
        return lines.isEmpty() ? "" : lines.get(0).strip();
    }

    /** The words of a text. */
    static String[] words(String text) {
        return text.strip().split("\\s+");
    }

    /** The number that a text is, or -1 if it is none. */
    static long number(String text) {
        try {
            return Long.parseUnsignedLong(text.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The number at a place among words, or -1 if there is none. */
    static long number(String[] words, int index) {
        return index < words.length ? number(words[index]) : -1;
    }

    /** The number that a text is, or NaN if it is none. */
    static double decimal(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
