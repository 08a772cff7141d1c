package io.graft.benchmarks.internal.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Lines in one pair of axes. */
public final class Chart {

    private static final double[] PERCENTILES = {
        0, 10, 25, 50, 60, 70, 75, 80, 85, 90, 92.5, 95, 97, 98, 99, 99.5, 99.7, 99.9, 99.95, 99.97, 99.99, 99.999
    };
    private static final long FEWEST_BEYOND = 5;

    record Point(double x, double y) {}

    record Line(String name, List<Point> points) {}

    /** A mark on an axis. */
    record Tick(double at, String label) {}

    private final String title;
    private final String xLabel;
    private final String yLabel;
    private final boolean percentiles;
    private final List<Line> lines = new ArrayList<>();

    private Chart(String title, String xLabel, String yLabel, boolean percentiles) {
        this.title = title;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
        this.percentiles = percentiles;
    }

    /** Latency, on a logarithmic axis, over the percentile; the tail is stretched out. */
    public static Chart ofPercentiles(String title) {
        return new Chart(title, "percentile", "ms", true);
    }

    /** A figure over seconds. */
    public static Chart overTime(String title, String yLabel) {
        return new Chart(title, "seconds", yLabel, false);
    }

    /** Adds a line of latencies as far into the tail as there are enough values. */
    public void percentiles(String name, Histogram nanos) {
        List<Point> points = new ArrayList<>();
        for (double percentile : PERCENTILES) {
            if (nanos.getTotalCount() * (100 - percentile) / 100 >= FEWEST_BEYOND) {
                points.add(new Point(tail(percentile), nanos.getValueAtPercentile(percentile) / 1e6));
            }
        }
        if (!points.isEmpty()) {
            lines.add(new Line(name, points));
        }
    }

    /** Begins a line over time; points are added to it in the order of time. */
    public Chart line(String name, List<double[]> xy) {
        lines.add(new Line(
                name, xy.stream().map(each -> new Point(each[0], each[1])).toList()));
        return this;
    }

    boolean isEmpty() {
        return lines.stream().allMatch(line -> line.points().isEmpty());
    }

    String title() {
        return title;
    }

    String xLabel() {
        return xLabel;
    }

    String yLabel() {
        return yLabel;
    }

    boolean logarithmic() {
        return percentiles;
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }

    List<Tick> xTicks(double max) {
        if (percentiles) {
            return List.of(
                    new Tick(tail(0), "0"),
                    new Tick(tail(50), "50"),
                    new Tick(tail(90), "90"),
                    new Tick(tail(99), "99"),
                    new Tick(tail(99.9), "99.9"),
                    new Tick(tail(99.99), "99.99"));
        }
        return even(max);
    }

    List<Tick> yTicks(double min, double max) {
        if (!percentiles) {
            return even(max);
        }
        List<Tick> ticks = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(min)); power <= Math.ceil(Math.log10(max)); power++) {
            double value = Math.pow(10, power);
            ticks.add(new Tick(value, number(value)));
        }
        return ticks;
    }

    private static List<Tick> even(double max) {
        double raw = max / 5;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double step =
                raw / power <= 1 ? power : raw / power <= 2 ? 2 * power : raw / power <= 5 ? 5 * power : 10 * power;
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i * step <= max * 1.0001; i++) {
            ticks.add(new Tick(i * step, number(i * step)));
        }
        return ticks;
    }

    private static double tail(double percentile) {
        return -Math.log10(1 - percentile / 100);
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format("%,d", (long) value)
                : Double.toString(Math.round(value * 1e4) / 1e4);
    }
}
