package io.graft.benchmarks.internal.report;

import java.util.List;
import java.util.Locale;

/** Draws charts one below the other, readable on a light and on a dark page. */
final class Svg {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 330;
    private static final int LEFT = 70;
    private static final int RIGHT = 190;
    private static final int TOP = 40;
    private static final int BOTTOM = 45;
    private static final String[] COLOURS = {
        "#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22"
    };

    private final StringBuilder out = new StringBuilder();

    private Svg() {}

    static String page(List<Chart> charts) {
        Svg svg = new Svg();
        svg.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH, Math.max(1, HEIGHT * charts.size()));
        svg.add("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
        for (int i = 0; i < charts.size(); i++) {
            svg.add("<g transform=\"translate(0 %d)\">", i * HEIGHT);
            svg.chart(charts.get(i));
            svg.add("</g>");
        }
        svg.add("</svg>");
        return svg.out.toString();
    }

    /** Maps a chart's values to the picture. */
    private record Frame(double xMin, double xMax, double yMin, double yMax, boolean logarithmic) {

        static Frame of(Chart chart) {
            double xMin = Double.MAX_VALUE;
            double xMax = -Double.MAX_VALUE;
            double yMin = Double.MAX_VALUE;
            double yMax = -Double.MAX_VALUE;
            for (Chart.Line line : chart.lines()) {
                for (Chart.Point point : line.points()) {
                    xMin = Math.min(xMin, point.x());
                    xMax = Math.max(xMax, point.x());
                    yMin = Math.min(yMin, point.y());
                    yMax = Math.max(yMax, point.y());
                }
            }
            if (chart.logarithmic()) {
                yMin = Math.pow(10, Math.floor(Math.log10(Math.max(yMin, 1e-3))));
                return new Frame(0, xMax, yMin, Math.pow(10, Math.ceil(Math.log10(Math.max(yMax, yMin * 10)))), true);
            }
            return new Frame(0, Math.max(xMax, 1), 0, Math.max(yMax, 1) * 1.05, false);
        }

        double x(double value) {
            return LEFT + (value - xMin) / (xMax - xMin) * (WIDTH - LEFT - RIGHT);
        }

        double y(double value) {
            double share = logarithmic
                    ? Math.log10(Math.max(value, yMin) / yMin) / Math.log10(yMax / yMin)
                    : (value - yMin) / (yMax - yMin);
            return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
        }
    }

    private void chart(Chart chart) {
        Frame frame = Frame.of(chart);
        add("<text x=\"%d\" y=\"22\" font-size=\"15\">%s</text>", LEFT, escaped(chart.title()));
        for (Chart.Tick tick : chart.yTicks(frame.yMin(), frame.yMax())) {
            if (tick.at() > frame.yMax() * 1.0001) {
                continue;
            }
            double y = frame.y(tick.at());
            add("<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>", LEFT, WIDTH - RIGHT, y, y);
            add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 6, y + 4, tick.label());
        }
        for (Chart.Tick tick : chart.xTicks(frame.xMax())) {
            if (tick.at() > frame.xMax() * 1.0001) {
                continue;
            }
            double x = frame.x(tick.at());
            add("<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#dddddd\"/>", x, x, TOP, HEIGHT - BOTTOM);
            add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", x, HEIGHT - BOTTOM + 16, tick.label());
        }
        add("<text x=\"%d\" y=\"%d\">%s</text>", WIDTH - RIGHT + 8, HEIGHT - BOTTOM + 16, escaped(chart.xLabel()));
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", LEFT - 6, TOP - 10, escaped(chart.yLabel()));
        int number = 0;
        for (Chart.Line line : chart.lines()) {
            line(line, frame, number++);
        }
    }

    private void line(Chart.Line line, Frame frame, int number) {
        String colour = COLOURS[number % COLOURS.length];
        StringBuilder points = new StringBuilder();
        for (Chart.Point point : line.points()) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", frame.x(point.x()), frame.y(point.y())));
        }
        add(
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\" points=\"%s\"/>",
                colour, points.toString().strip());
        int y = TOP + 12 + number * 18;
        int x = WIDTH - RIGHT + 10;
        add("<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"4\" fill=\"%s\"/>", x, y - 6, colour);
        add("<text x=\"%d\" y=\"%d\">%s</text>", x + 20, y, escaped(line.name()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private void add(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
