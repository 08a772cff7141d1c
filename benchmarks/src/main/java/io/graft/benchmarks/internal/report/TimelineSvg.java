package io.graft.benchmarks.internal.report;

import io.graft.benchmarks.internal.report.Timeline.Band;
import io.graft.benchmarks.internal.report.Timeline.Mark;
import io.graft.benchmarks.internal.report.Timeline.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Draws a {@link Timeline}: rate and latency of the whole load, and below the same of a few seconds, drawn larger. */
public final class TimelineSvg {

    private static final int WIDTH = 980;
    private static final int LEFT = 64;
    private static final int RIGHT = 20;
    private static final int TITLE = 58;
    private static final int PANEL = 150;
    private static final int GAP = 34;
    private static final int HEAD = 34;
    private static final int HEIGHT = TITLE + 2 * (HEAD + 2 * (PANEL + GAP));
    private static final double LOWEST_MILLIS = 0.1;
    private static final double HIGHEST_MILLIS = 10_000;
    private static final int NARROWEST_BAND = 4;
    private static final int MOST_MARKS = 120;
    private static final Map<String, String> DATABASES =
            Map.of("embedded", "#2e9e6b", "redis", "#d64550", "mongo", "#3f6fd8");

    private final Timeline timeline;
    private final StringBuilder out = new StringBuilder();
    private double from;
    private double to;

    private TimelineSvg(Timeline timeline) {
        this.timeline = timeline;
    }

    /** The picture. */
    public static String draw(Timeline timeline) {
        TimelineSvg svg = new TimelineSvg(timeline);
        svg.page();
        return svg.out.toString();
    }

    private void page() {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"system-ui, sans-serif\""
                        + " font-size=\"12\" fill=\"#333\">",
                WIDTH, HEIGHT);
        add("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
        add("<text x=\"%d\" y=\"26\" font-size=\"17\" font-weight=\"600\">%s</text>", LEFT, escaped(timeline.title()));
        legend();
        List<Slot> slots = timeline.slots();
        double end = slots.isEmpty()
                ? 1
                : slots.get(slots.size() - 1).atSecond()
                        + slots.get(slots.size() - 1).seconds();
        section(TITLE, "The whole load", 0, end);
        section(
                TITLE + HEAD + 2 * (PANEL + GAP),
                String.format(Locale.ROOT, "Seconds %.0f to %.0f of it", timeline.zoomFrom(), timeline.zoomTo()),
                timeline.zoomFrom(),
                timeline.zoomTo());
        add("</svg>");
    }

    private void legend() {
        Map<String, String> entries = new LinkedHashMap<>();
        timeline.bands().forEach(band -> entries.put(band.database(), colour(band.database())));
        entries.put("p50", "#8a8f98");
        entries.put("p99", "#e08a1e");
        entries.put("slowest", "#7b3fb5");
        if (!timeline.marks().isEmpty()) {
            entries.put(timeline.marks().get(0).what(), "#111111");
        }
        int x = LEFT;
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            add("<rect x=\"%d\" y=\"38\" width=\"14\" height=\"9\" rx=\"2\" fill=\"%s\"/>", x, entry.getValue());
            add("<text x=\"%d\" y=\"47\">%s</text>", x + 19, escaped(entry.getKey()));
            x += 38 + 7 * entry.getKey().length();
        }
    }

    private void section(int top, String what, double first, double last) {
        from = first;
        to = Math.max(last, first + 0.1);
        add("<text x=\"%d\" y=\"%d\" font-weight=\"600\" fill=\"#666\">%s</text>", LEFT, top + 18, escaped(what));
        List<Slot> columns = columns();
        rates(top + HEAD, columns);
        latencies(top + HEAD + PANEL + GAP, columns);
    }

    /** The slots of the stretch, joined where several would share a pixel: rates are averaged, the worst latency counts. */
    private List<Slot> columns() {
        List<Slot> inside = timeline.slots().stream()
                .filter(slot -> slot.atSecond() + slot.seconds() > from && slot.atSecond() < to)
                .toList();
        int together = Math.max(1, inside.size() / (WIDTH - LEFT - RIGHT) + (inside.size() > 2 * WIDTH ? 1 : 0));
        List<Slot> columns = new ArrayList<>();
        for (int i = 0; i < inside.size(); i += together) {
            List<Slot> some = inside.subList(i, Math.min(inside.size(), i + together));
            columns.add(new Slot(
                    some.get(0).atSecond(),
                    some.stream().mapToDouble(Slot::seconds).sum(),
                    some.stream().mapToLong(Slot::answers).sum(),
                    some.stream().mapToLong(Slot::failed).sum(),
                    some.stream().mapToDouble(Slot::p50Millis).max().orElse(0),
                    some.stream().mapToDouble(Slot::p99Millis).max().orElse(0),
                    some.stream().mapToDouble(Slot::maxMillis).max().orElse(0)));
        }
        return columns;
    }

    private void rates(int top, List<Slot> columns) {
        double highest = columns.stream()
                .mapToDouble(slot -> slot.answers() / slot.seconds())
                .max()
                .orElse(1);
        double step = step(Math.max(highest, 10));
        double max = Math.ceil(highest * 1.02 / step) * step;
        bands(top);
        for (double value = 0; value <= max * 1.001; value += step) {
            grid(top + PANEL * (1 - value / max), String.format(Locale.ROOT, "%,.0f", value));
        }
        StringBuilder area = new StringBuilder();
        area.append(String.format(Locale.ROOT, "M%.1f,%d", x(from), top + PANEL));
        for (Slot slot : columns) {
            double y = top + PANEL * (1 - slot.answers() / slot.seconds() / max);
            area.append(String.format(
                    Locale.ROOT,
                    "L%.1f,%.1fL%.1f,%.1f",
                    x(slot.atSecond()),
                    y,
                    x(slot.atSecond() + slot.seconds()),
                    y));
        }
        area.append(String.format(Locale.ROOT, "L%.1f,%dZ", x(to), top + PANEL));
        add(
                "<path d=\"%s\" fill=\"#5b8def\" fill-opacity=\"0.35\" stroke=\"#3f6fd8\" stroke-width=\"0.8\"/>",
                area.toString());
        for (Slot slot : columns) {
            if (slot.failed() > 0) {
                add(
                        "<rect x=\"%.1f\" y=\"%d\" width=\"3\" height=\"%d\" fill=\"#d62728\"/>",
                        x(slot.atSecond()), top, PANEL);
            }
        }
        marks(top);
        axis(top, "answers a second");
    }

    private void latencies(int top, List<Slot> columns) {
        bands(top);
        for (double value = LOWEST_MILLIS; value <= HIGHEST_MILLIS; value *= 10) {
            grid(
                    yOfMillis(top, value),
                    value < 1
                            ? "0.1 ms"
                            : value < 1000 ? "%.0f ms".formatted(value) : "%.0f s".formatted(value / 1000));
        }
        line(top, columns, Slot::p50Millis, "#8a8f98", 1.2);
        line(top, columns, Slot::maxMillis, "#7b3fb5", 0.9);
        line(top, columns, Slot::p99Millis, "#e08a1e", 1.3);
        marks(top);
        axis(top, "latency of the answers by tenths of a second, from when each request was due");
    }

    private void line(int top, List<Slot> columns, ToDoubleFunction<Slot> value, String colour, double width) {
        StringBuilder points = new StringBuilder();
        for (Slot slot : columns) {
            if (slot.answers() > 0) {
                points.append(String.format(
                        Locale.ROOT,
                        "%.1f,%.1f ",
                        x(slot.atSecond() + slot.seconds() / 2),
                        yOfMillis(top, value.applyAsDouble(slot))));
            }
        }
        add(
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\" stroke-linejoin=\"round\" points=\"%s\"/>",
                colour, width, points.toString().strip());
    }

    private void bands(int top) {
        List<Band> inside = timeline.bands().stream()
                .filter(band -> band.to() > from && band.from() < to)
                .toList();
        double mean = (double) (WIDTH - LEFT - RIGHT) / Math.max(1, inside.size());
        if (mean < NARROWEST_BAND) {
            return;
        }
        for (Band band : inside) {
            double left = x(Math.max(from, band.from()));
            add(
                    "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\" fill-opacity=\"0.13\"/>",
                    left, top, x(Math.min(to, band.to())) - left, PANEL, colour(band.database()));
        }
    }

    private void marks(int top) {
        List<Mark> inside = timeline.marks().stream()
                .filter(mark -> mark.to() >= from && mark.from() < to)
                .toList();
        if (inside.size() > MOST_MARKS) {
            return;
        }
        for (Mark mark : inside) {
            double left = x(Math.max(from, mark.from()));
            double width = Math.max(1.2, x(Math.min(to, mark.to())) - left);
            add(
                    "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#111111\" fill-opacity=\"0.28\"/>",
                    left, top, width, PANEL);
        }
    }

    private void grid(double y, String label) {
        add(
                "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#e4e6ea\" stroke-width=\"0.8\"/>",
                LEFT, WIDTH - RIGHT, y, y);
        add(
                "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#777\" font-size=\"11\">%s</text>",
                LEFT - 7, y + 4, label);
    }

    private void axis(int top, String what) {
        add("<text x=\"%d\" y=\"%d\" fill=\"#555\" font-size=\"11\">%s</text>", LEFT + 4, top - 4, escaped(what));
        double step = step(to - from);
        for (double second = Math.ceil(from / step) * step; second <= to; second += step) {
            double x = x(second);
            add(
                    "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#999\" stroke-width=\"0.8\"/>",
                    x, x, top + PANEL, top + PANEL + 4);
            add(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#777\" font-size=\"11\">%s s</text>",
                    x, top + PANEL + 16, number(second));
        }
    }

    private double x(double second) {
        double share = (Math.min(Math.max(second, from), to) - from) / (to - from);
        return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    private static double yOfMillis(int top, double millis) {
        double inside = Math.min(Math.max(millis, LOWEST_MILLIS), HIGHEST_MILLIS);
        return top + PANEL * (1 - Math.log10(inside / LOWEST_MILLIS) / Math.log10(HIGHEST_MILLIS / LOWEST_MILLIS));
    }

    private static double step(double range) {
        double raw = range / 6;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        return raw / power <= 1 ? power : raw / power <= 2 ? 2 * power : raw / power <= 5 ? 5 * power : 10 * power;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String colour(String database) {
        return DATABASES.getOrDefault(database, "#999999");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private void add(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
