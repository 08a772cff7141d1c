package io.graft.certification.internal.shell;

import io.graft.certification.internal.Progress;
import io.graft.persistence.tck.CheckResult.Outcome;
import io.graft.persistence.tck.report.Report;
import io.graft.persistence.tck.report.ReportedCheck;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Shows a certification as it goes on: as a bar that moves where there is a terminal, else as one line for each check.
 * Used by one thread.
 */
final class ProgressView {

    private static final int BAR = 28;
    private static final int NARROWEST = 40;

    private final PrintStream out;
    private final int width;
    private int shown;

    /**
     * Shows nothing yet.
     *
     * @param width how many columns the terminal has; 0 if there is none
     */
    ProgressView(PrintStream out, int width) {
        this.out = out;
        this.width = width == 0 ? 0 : Math.max(NARROWEST, width);
    }

    /** Shows how far it is. */
    void show(Progress progress) {
        if (width == 0) {
            lines(progress);
        } else {
            failures(progress);
            bar(progress);
        }
        shown = progress.done().size();
        out.flush();
    }

    private void lines(Progress progress) {
        List<ReportedCheck> done = progress.done();
        for (int i = shown; i < done.size(); i++) {
            ReportedCheck check = done.get(i);
            out.printf(
                    Locale.ROOT,
                    "%3d/%d  %-8s %8s  %s%n",
                    i + 1,
                    progress.of(),
                    word(check.outcome()),
                    check.outcome() == Outcome.LEFT_OUT ? "" : time(check.time()),
                    check.title());
        }
    }

    private void failures(Progress progress) {
        progress.done().stream()
                .skip(shown)
                .filter(check -> check.outcome() == Outcome.FAILED)
                .forEach(check -> {
                    clear();
                    out.println("failed: " + check.title());
                });
    }

    private void bar(Progress progress) {
        int full = progress.of() == 0 ? 0 : BAR * progress.done().size() / progress.of();
        String line = "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] "
                + progress.done().size() + "/" + progress.of() + "  " + progress.check();
        clear();
        out.print(line.length() < width ? line : line.substring(0, width - 4) + "...");
    }

    /** Shows what came of it. */
    void end(Progress progress) {
        if (width > 0) {
            clear();
        }
        progress.report().ifPresent(this::report);
        if (progress.report().isEmpty()) {
            out.println(progress.message());
        }
        out.flush();
    }

    private void report(Report report) {
        for (ReportedCheck check : report.all(Outcome.FAILED)) {
            out.println();
            out.println("FAILED  " + check.id());
            check.message().lines().forEach(line -> out.println("  " + visible(line)));
        }
        leftOut(report);
        out.println();
        out.println(report.subject().provider() + " " + report.subject().version() + " with contract "
                + report.contract() + ": " + verdict(report) + " (" + report.summary() + ") in "
                + time(report.duration()));
        out.println("Connected to: " + visible(report.server()));
        out.println("SHA-256 of its bundle: "
                + (report.subject().sha256().isEmpty()
                        ? "not known, since the jar can't be had"
                        : report.subject().sha256()));
    }

    private void leftOut(Report report) {
        Map<String, List<String>> reasons = report.all(Outcome.LEFT_OUT).stream()
                .collect(Collectors.groupingBy(
                        ReportedCheck::message,
                        LinkedHashMap::new,
                        Collectors.mapping(ReportedCheck::id, Collectors.toList())));
        reasons.forEach((reason, checks) -> {
            out.println();
            out.println("Left out, " + visible(reason) + ":");
            out.println("  " + String.join(", ", checks));
        });
    }

    private void clear() {
        out.print("\r" + " ".repeat(width - 1) + "\r");
    }

    private static String verdict(Report report) {
        return switch (report.verdict()) {
            case CERTIFIED -> "certified";
            case FAILED -> "NOT certified";
            case INCOMPLETE -> "incomplete";
        };
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "passed";
            case FAILED -> "FAILED";
            case LEFT_OUT -> "left out";
        };
    }

    private static String time(Duration time) {
        return time.toMillis() < 10_000
                ? time.toMillis() + " ms"
                : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1_000.0);
    }

    /** Text of strangers may hold what moves a terminal's cursor. */
    private static String visible(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
