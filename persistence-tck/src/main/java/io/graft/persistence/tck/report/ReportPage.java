package io.graft.persistence.tck.report;

import io.graft.persistence.tck.CheckResult.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A report as one HTML page for people, which needs nothing besides: no script, no font, no picture from elsewhere. */
public final class ReportPage {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final Set<String> WIDE = Set.of("Server", "SHA-256");

    private final Report report;
    private final StringBuilder out = new StringBuilder(1 << 15);

    private ReportPage(Report report) {
        this.report = report;
    }

    /** The page, to be sent or stored as UTF-8. */
    public static String html(Report report) {
        return new ReportPage(report).page();
    }

    private String page() {
        Subject subject = report.subject();
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                        + "style-src 'unsafe-inline'\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
        text(subject.provider() + " " + subject.version() + ": " + word(report.verdict()));
        out.append("</title>\n<style>\n")
                .append(resource("certificate.css"))
                .append("</style>\n</head>\n<body class=\"")
                .append(report.verdict().text())
                .append("\">\n<main>\n");
        head();
        facts();
        failures();
        leftOut();
        report.groups().forEach(this::group);
        out.append("<footer>The verdict follows from the checks alone: certified means that nothing failed and nothing "
                + "was left out that had to be checked. The certificate holds for exactly this bundle (compare "
                + "<code>sha256sum</code> of its jar) and this version of the contract.</footer>\n"
                + "</main>\n</body>\n</html>\n");
        return out.toString();
    }

    private void head() {
        out.append("<header>\n<div>\n<p class=\"kind\">Graft · persistence contract ");
        text(orUnknown(report.contract()));
        out.append("</p>\n<h1>");
        text(report.subject().provider());
        out.append(" <span class=\"version\">");
        text(report.subject().version());
        out.append("</span></h1>\n<p class=\"summary\">");
        text(report.summary() + ".");
        out.append("</p>\n</div>\n<div class=\"seal\">\n").append(seal()).append("<strong>");
        text(word(report.verdict()));
        out.append("</strong>\n</div>\n</header>\n");
        share();
    }

    private String seal() {
        String mark =
                switch (report.verdict()) {
                    case CERTIFIED -> "M29 49l13 13 26-28";
                    case FAILED -> "M33 33l30 30M63 33l-30 30";
                    case INCOMPLETE -> "M48 27v28M48 66v3";
                };
        return "<svg viewBox=\"0 0 96 96\" aria-hidden=\"true\"><circle class=\"ring\" cx=\"48\" cy=\"48\" r=\"44\"/>"
                + "<circle class=\"disc\" cx=\"48\" cy=\"48\" r=\"36\"/><path class=\"mark\" d=\"" + mark
                + "\"/></svg>\n";
    }

    private void share() {
        out.append("<div class=\"share\" role=\"img\" aria-label=\"");
        text(report.summary());
        out.append("\">");
        for (Outcome outcome : Outcome.values()) {
            long count = report.count(outcome);
            if (count > 0) {
                out.append("<i class=\"")
                        .append(name(outcome))
                        .append("\" style=\"flex:")
                        .append(count)
                        .append("\"></i>");
            }
        }
        out.append("</div>\n");
    }

    private void facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Server", orUnknown(report.server()));
        facts.put("Checked", WHEN.format(report.started()) + ", for " + time(report.duration()));
        facts.put("Where", report.way());
        facts.put("Java", report.host().java() + ", heap up to " + report.host().heapMebibytes() + " MiB");
        facts.put(
                "System",
                report.host().os() + ", " + report.host().processors()
                        + (report.host().processors() == 1 ? " processor" : " processors"));
        String bundle = report.subject().symbolicName();
        facts.put("Bundle", bundle.isEmpty() ? "not checked as a bundle" : bundle);
        facts.put("Seed", report.seed() + ", effort: " + report.effort());
        String sha256 = report.subject().sha256();
        facts.put("SHA-256", sha256.isEmpty() ? "not known: the bundle's jar could not be had" : sha256);
        out.append("<dl>\n");
        facts.forEach((name, value) -> {
            out.append("<div").append(WIDE.contains(name) ? " class=\"wide\"><dt>" : "><dt>");
            text(name);
            out.append(name.equals("SHA-256") ? "</dt><dd class=\"digest\">" : "</dt><dd>");
            text(value);
            out.append("</dd></div>\n");
        });
        out.append("</dl>\n");
    }

    private void failures() {
        List<ReportedCheck> failures = report.all(Outcome.FAILED);
        if (failures.isEmpty()) {
            return;
        }
        out.append("<section>\n<h2>What failed</h2>\n");
        for (ReportedCheck check : failures) {
            out.append("<article class=\"failed\">\n<h3>");
            text(check.title());
            out.append("</h3>\n<p class=\"id\">");
            text(check.id());
            out.append(" <span class=\"chip\">seed ").append(report.seed()).append("</span>");
            out.append(" <span class=\"chip\">after ");
            text(time(check.time()));
            out.append("</span></p>\n<pre>");
            text(check.message());
            out.append("</pre>\n</article>\n");
        }
        out.append("</section>\n");
    }

    private void leftOut() {
        Map<String, List<ReportedCheck>> reasons = report.all(Outcome.LEFT_OUT).stream()
                .collect(Collectors.groupingBy(
                        check -> check.message() + (check.excused() ? "" : " (may not be left out)"),
                        LinkedHashMap::new,
                        Collectors.toList()));
        if (reasons.isEmpty()) {
            return;
        }
        out.append("<section>\n<h2>What was left out, and why</h2>\n");
        reasons.forEach((reason, checks) -> {
            out.append("<article class=\"left-out\">\n<h3>");
            text(capitalised(reason));
            out.append("</h3>\n<ul>\n");
            for (ReportedCheck check : checks) {
                out.append("<li>");
                text(check.title());
                out.append(" <span class=\"id\">");
                text(check.id());
                out.append("</span></li>\n");
            }
            out.append("</ul>\n</article>\n");
        });
        out.append("</section>\n");
    }

    private void group(String name, List<ReportedCheck> checks) {
        Duration total = checks.stream().map(ReportedCheck::time).reduce(Duration.ZERO, Duration::plus);
        out.append("<section>\n<h2>");
        text(capitalised(name));
        out.append(" <small>");
        text(checks.size() + (checks.size() == 1 ? " check" : " checks") + (total.isZero() ? "" : ", " + time(total)));
        out.append("</small></h2>\n<ol>\n");
        checks.forEach(this::row);
        out.append("</ol>\n</section>\n");
    }

    private void row(ReportedCheck check) {
        out.append("<li class=\"").append(name(check.outcome())).append("\"><b title=\"");
        text(word(check.outcome()));
        out.append("\"></b><span class=\"what\">");
        text(check.title());
        out.append("<span class=\"id\">");
        text(check.id());
        out.append("</span></span>");
        if (check.outcome() == Outcome.LEFT_OUT) {
            out.append("<span class=\"bar\"></span><span class=\"time\">left out</span></li>\n");
            return;
        }
        out.append("<span class=\"bar\"><i style=\"width:").append(width(check)).append("%\"></i></span>");
        out.append("<span class=\"time\">");
        text(time(check.time()));
        out.append("</span></li>\n");
    }

    /** The root of its share of the longest: what takes a hundredth of it is still to be seen. */
    private long width(ReportedCheck check) {
        long longest = report.checks().stream()
                .mapToLong(other -> other.time().toNanos())
                .max()
                .orElse(0);
        return longest == 0
                ? 0
                : Math.max(1, Math.round(100 * Math.sqrt((double) check.time().toNanos() / longest)));
    }

    static String time(Duration time) {
        long millis = time.toMillis();
        if (millis < 1) {
            return "< 1 ms";
        }
        if (millis < 1_000) {
            return millis + " ms";
        }
        return millis < 60_000
                ? String.format(Locale.ROOT, "%.1f s", millis / 1_000.0)
                : millis / 60_000 + " min " + millis / 1_000 % 60 + " s";
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case CERTIFIED -> "Certified";
            case FAILED -> "Not certified";
            case INCOMPLETE -> "Incomplete";
        };
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "passed";
            case FAILED -> "failed";
            case LEFT_OUT -> "left out";
        };
    }

    private static String name(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String capitalised(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String orUnknown(String text) {
        return text.isEmpty() ? "unknown" : text;
    }

    private void text(String text) {
        out.append(Escaped.of(text));
    }

    private static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
