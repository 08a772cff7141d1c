package io.graft.benchmarks.internal.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one trial found, row by row beside what is aimed at, with remarks, pictures and every figure for programs. */
public final class AimTable {

    /**
     * A row.
     *
     * @param what was measured
     * @param aim in words; empty where there is none
     * @param measured in words
     * @param verdict {@code yes}, {@code no} or empty
     */
    public record Row(String what, String aim, String measured, String verdict) {}

    private final String name;
    private final String title;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final Map<String, Object> figures = new LinkedHashMap<>();
    private final Map<String, Timeline> pictures = new LinkedHashMap<>();

    /**
     * Creates an empty one.
     *
     * @param name of the files
     * @param title above the table
     */
    public AimTable(String name, String title) {
        this.name = name;
        this.title = title;
    }

    /** A row with an aim. */
    public void row(String what, String aim, String measured, boolean met) {
        rows.add(new Row(what, aim, measured, met ? "yes" : "no"));
    }

    /** A row without an aim. */
    public void row(String what, String measured) {
        rows.add(new Row(what, "", measured, ""));
    }

    public void remark(String text) {
        remarks.add(text);
    }

    public void figures(String what, Object values) {
        figures.put(what, values);
    }

    /** A picture; the name of its file is the trial's followed by this name. */
    public void picture(String suffix, Timeline timeline) {
        pictures.put(suffix, timeline);
    }

    /** Whether every aim was met. */
    public boolean met() {
        return rows.stream().noneMatch(row -> row.verdict().equals("no"));
    }

    /** The table and the remarks in Markdown. */
    public String markdown() {
        StringBuilder text = new StringBuilder("| " + title + " | aim | measured | met |\n| --- | --- | --- | --- |\n");
        for (Row row : rows) {
            text.append("| %s | %s | %s | %s |\n".formatted(row.what(), row.aim(), row.measured(), row.verdict()));
        }
        if (!remarks.isEmpty()) {
            text.append('\n');
            remarks.forEach(remark -> text.append("* ").append(remark).append('\n'));
        }
        return text.toString();
    }

    /** The same for a terminal. */
    public String text() {
        int widest = rows.stream().mapToInt(row -> row.what().length()).max().orElse(0);
        StringBuilder text = new StringBuilder("\n" + title + "\n");
        for (Row row : rows) {
            text.append("  ")
                    .append(row.what())
                    .append(" ".repeat(widest - row.what().length() + 2))
                    .append(row.measured());
            if (!row.aim().isEmpty()) {
                text.append("   (aim ").append(row.aim()).append(row.verdict().equals("yes") ? ": met)" : ": NOT met)");
            }
            text.append('\n');
        }
        remarks.forEach(remark -> text.append("  * ").append(remark).append('\n'));
        return text.toString();
    }

    /** Writes the trial's .json, .md and .svg files. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("trial", name);
        all.put("table", rows);
        all.put("remarks", remarks);
        all.putAll(figures);
        pictures.forEach((suffix, timeline) -> all.put("timeline" + suffix, timeline));
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(folder.resolve(name + ".json").toFile(), all);
        Files.writeString(folder.resolve(name + ".md"), markdown());
        for (Map.Entry<String, Timeline> picture : pictures.entrySet()) {
            Files.writeString(folder.resolve(name + picture.getKey() + ".svg"), TimelineSvg.draw(picture.getValue()));
        }
    }
}
