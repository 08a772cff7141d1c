package io.graft.persistence.tck.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Keeps a report in a folder, as JSON and as a page. */
public final class ReportFiles {

    private ReportFiles() {}

    /**
     * Writes both files, in place of older ones; who reads meanwhile sees the old or the new, never a part.
     *
     * @param name the files' name without {@code .json} and {@code .html}
     */
    public static void write(Report report, Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        replace(folder.resolve(name + ".json"), ReportJson.text(report));
        replace(folder.resolve(name + ".html"), ReportPage.html(report));
    }

    /** A provider's name, fit for the name of a file. */
    public static String name(String provider) {
        return provider.replaceAll("[^a-zA-Z0-9-]", "_");
    }

    private static void replace(Path file, String text) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
