package io.graft.benchmarks.internal.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured of several gateways, side by side. */
public final class Comparison {

    private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    private final List<String> columns = new ArrayList<>();

    /** A figure of one of them. */
    public void put(String what, String column, String measured) {
        if (!columns.contains(column)) {
            columns.add(column);
        }
        rows.computeIfAbsent(what, each -> new LinkedHashMap<>()).put(column, measured);
    }

    /** The table in Markdown. */
    public String markdown() {
        StringBuilder text =
                new StringBuilder("|  | ").append(String.join(" | ", columns)).append(" |\n|");
        text.append(" --- |".repeat(columns.size() + 1)).append('\n');
        rows.forEach((what, measured) -> {
            text.append("| ").append(what);
            columns.forEach(column -> text.append(" | ").append(measured.getOrDefault(column, "–")));
            text.append(" |\n");
        });
        return text.toString();
    }
}
