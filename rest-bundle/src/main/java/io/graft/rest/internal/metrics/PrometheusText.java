package io.graft.rest.internal.metrics;

import java.nio.charset.StandardCharsets;

/** Text in Prometheus' exposition format 0.0.4. */
final class PrometheusText {

    private final StringBuilder text = new StringBuilder(16 * 1024);

    /** The labels as they stand in a sample: {@code {a="b"}}, or nothing. */
    static String labels(String... namesAndValues) {
        if (namesAndValues.length == 0) {
            return "";
        }
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("labels are names and values in turn, not " + namesAndValues.length);
        }
        StringBuilder labels = new StringBuilder("{");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            labels.append(i == 0 ? "" : ",").append(namesAndValues[i]).append("=\"");
            labels.append(escaped(namesAndValues[i + 1])).append('"');
        }
        return labels.append('}').toString();
    }

    static String withLabel(String labels, String name, String value) {
        String label = name + "=\"" + value + "\"}";
        return labels.isEmpty() ? "{" + label : labels.substring(0, labels.length() - 1) + "," + label;
    }

    void family(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ');
        text.append(help.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    void sample(String name, String labels, long value) {
        text.append(name).append(labels).append(' ').append(value).append('\n');
    }

    void sample(String name, String labels, double value) {
        text.append(name).append(labels).append(' ');
        if (Double.isInfinite(value)) {
            text.append(value > 0 ? "+Inf" : "-Inf");
        } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            text.append((long) value);
        } else {
            text.append(value);
        }
        text.append('\n');
    }

    byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
