package io.graft.certification.internal;

import io.graft.persistence.tck.report.Report;
import io.graft.persistence.tck.report.ReportFiles;
import io.graft.persistence.tck.report.ReportJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The certificates in the gateway's folder, which it has made itself or somebody has put there. (A bundle can't bring
 * its own: its jar would hold its own digest.) Safe for use by many threads.
 */
final class KeptCertificates {

    private static final int MOST_FILES = 200;

    private final Path folder;

    KeptCertificates(Path folder) {
        this.folder = folder;
    }

    /**
     * What there is.
     *
     * @param reports the certificates that could be read
     * @param problems one line for each that could not
     */
    record Found(List<Report> reports, List<String> problems) {}

    /** Keeps a report, in place of an older one of the same bundle. */
    void keep(Report report) throws IOException {
        ReportFiles.write(report, folder, fileName(report));
    }

    /** Reads them all. */
    Found read() {
        List<Report> reports = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path file : files(problems)) {
            try (InputStream in = Files.newInputStream(file)) {
                reports.add(ReportJson.read(in));
            } catch (IOException e) {
                problems.add(file.getFileName() + ": " + e.getMessage());
            }
        }
        return new Found(reports, problems);
    }

    private List<Path> files(List<String> problems) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files = all.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.endsWith(".json") && !name.startsWith(".");
                    })
                    .sorted()
                    .toList();
            if (files.size() > MOST_FILES) {
                problems.add(folder.getFileName() + " has " + files.size() + " certificates; only the first "
                        + MOST_FILES + " by name are read");
                return files.subList(0, MOST_FILES);
            }
            return files;
        } catch (IOException e) {
            problems.add(folder.getFileName() + " can't be listed: " + e);
            return List.of();
        }
    }

    private static String fileName(Report report) {
        String sha256 = report.subject().sha256();
        String provider = ReportFiles.name(report.subject().provider());
        return sha256.isEmpty() ? provider : provider + "-" + sha256.substring(0, 12);
    }
}
