package io.graft.benchmarks.internal.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.graft.benchmarks.internal.load.LoadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a run found: the table, remarks, charts, and every figure for programs. */
public final class Report {

    private record Finding(String measured, String verdict) {}

    private final Map<String, Object> figures = new LinkedHashMap<>();
    private final Map<String, LoadResult> loads = new LinkedHashMap<>();
    private final Map<Goal, Finding> findings = new EnumMap<>(Goal.class);
    private final List<String> remarks = new ArrayList<>();
    private final List<String> sections = new ArrayList<>();
    private final List<Chart> charts = new ArrayList<>();
    private final Chart latencies = Chart.ofPercentiles("Latency of one answer by percentile");

    /** A row of the table. */
    public void finding(Goal goal, boolean met, String measured) {
        findings.put(goal, new Finding(measured, met ? "yes" : "no"));
    }

    /** A row of the table that no aim belongs to. */
    public void finding(Goal goal, String measured) {
        findings.put(goal, new Finding(measured, "–"));
    }

    public void remark(String text) {
        remarks.add(text);
    }

    /** A text of its own below the table, in Markdown. */
    public void section(String markdown) {
        sections.add(markdown);
    }

    public void chart(Chart chart) {
        charts.add(chart);
    }

    /** Figures for programs; a later call of the same name replaces the earlier. */
    public void figures(String name, Object values) {
        figures.put(name, values);
    }

    /** The figures of a load and its line in the chart of latencies. */
    public void load(String name, LoadResult result, int expectedStatus) {
        loads.put(name, result);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("perSecond", rounded(result.perSecond()));
        values.put("answers", result.answers());
        values.put("seconds", rounded(result.seconds()));
        values.put("errors", result.errors(expectedStatus));
        values.put("statuses", result.statuses());
        values.put("lost", result.lost());
        values.put("firstFault", result.firstFault());
        for (double percentile : new double[] {50, 90, 99, 99.9, 99.99}) {
            values.put(
                    "p" + Double.toString(percentile).replace(".0", "") + "Millis", rounded(result.millis(percentile)));
        }
        values.put("maxMillis", rounded(result.maxMillis()));
        values.put("course", result.slots());
        figures(name, values);
        latencies.percentiles(name, result.latency());
        if (result.errors(expectedStatus) > 0) {
            remark("%s: %d errors, the first: %s"
                    .formatted(
                            name,
                            result.errors(expectedStatus),
                            result.firstFault().strip()));
        }
    }

    /** What was measured, row by row. */
    public Map<Goal, String> measured() {
        Map<Goal, String> measured = new EnumMap<>(Goal.class);
        findings.forEach((goal, finding) -> measured.put(goal, finding.measured()));
        return measured;
    }

    /** The load of this name, if there was one. */
    public Optional<LoadResult> loaded(String name) {
        return Optional.ofNullable(loads.get(name));
    }

    /** Every figure, for programs. */
    public Map<String, Object> figures() {
        return Collections.unmodifiableMap(figures);
    }

    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** The table and the remarks as Markdown. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        if (!findings.isEmpty()) {
            appendTable(text);
        }
        appendRemarksAndSections(text);
        return text.toString();
    }

    private void appendTable(StringBuilder text) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "EdgeX 4.0.2, PostgreSQL", "EdgeX 3.1.1, Redis", "aim", "Graft, this run", "met"));
        rows.add(List.of("---", "---", "---", "---", "---", "---"));
        findings.forEach((goal, finding) -> rows.add(List.of(
                goal.what(), goal.postgres(), goal.redis(), goal.aim(), finding.measured(), finding.verdict())));
        rows.forEach(row -> text.append("| ").append(String.join(" | ", row)).append(" |\n"));
    }

    /** The table for a terminal: what, aim, and what was measured. */
    public String text() {
        StringBuilder text = new StringBuilder();
        findings.forEach((goal, finding) -> {
            text.append("\n%s\n".formatted(goal.what()));
            line(text, "EdgeX 4.0.2, PostgreSQL", goal.postgres());
            line(text, "EdgeX 3.1.1, Redis", goal.redis());
            line(text, "aim", goal.aim());
            line(text, "Graft, this run", finding.measured() + verdict(finding));
        });
        appendRemarksAndSections(text);
        return text.toString();
    }

    private void appendRemarksAndSections(StringBuilder text) {
        if (!remarks.isEmpty()) {
            text.append('\n');
            remarks.forEach(remark -> text.append("* ").append(remark).append('\n'));
        }
        sections.forEach(section -> text.append('\n').append(section));
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.equals("–")) {
            text.append("    %-24s %s\n".formatted(name, value));
        }
    }

    private static String verdict(Finding finding) {
        return switch (finding.verdict()) {
            case "yes" -> "   [met]";
            case "no" -> "   [NOT met]";
            default -> "";
        };
    }

    /** Writes results.json, results.md and results.svg. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(folder.resolve("results.json").toFile(), figures);
        Files.writeString(folder.resolve("results.md"), markdown());
        List<Chart> drawn = new ArrayList<>();
        if (!latencies.isEmpty()) {
            drawn.add(latencies);
        }
        drawn.addAll(charts);
        Files.writeString(folder.resolve("results.svg"), Svg.page(drawn));
    }

    /** Milliseconds in words. */
    public static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%.0f ms", millis);
    }

    /** A rate in words. */
    public static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%,.0f/s", perSecond);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
