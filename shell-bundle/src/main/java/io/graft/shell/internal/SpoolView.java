package io.graft.shell.internal;

import io.graft.persistence.binding.SpoolStatus;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.karaf.shell.support.table.ShellTable;

/** How spools are shown: as JSON with the fields of the REST API, and as a table. */
final class SpoolView {

    private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private SpoolView() {}

    static Map<String, Object> of(SpoolStatus spool) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("service", spool.service());
        view.put("reference", spool.reference());
        view.put("state", spool.state().name());
        view.put("events", spool.events());
        view.put("bytes", spool.bytes());
        view.put("maxBytes", spool.maxBytes());
        view.put("oldestSeconds", spool.oldest().toMillis() / 1000.0);
        spool.timeToLive().ifPresent(time -> view.put("timeToLiveSeconds", time.toMillis() / 1000.0));
        view.put("spooledPerSecond", Math.round(spool.spooledPerSecond() * 10) / 10.0);
        view.put("drainedPerSecond", Math.round(spool.drainedPerSecond() * 10) / 10.0);
        view.put("spooled", spool.spooled());
        view.put("drained", spool.drained());
        view.put("expired", spool.expired());
        view.put("refused", spool.refused());
        view.put("rejected", spool.rejected());
        if (!spool.problem().isEmpty()) {
            view.put("problem", spool.problem());
        }
        return view;
    }

    static ShellTable table(List<SpoolStatus> spools) {
        ShellTable table = Views.table("Spool of", "State", "Waiting", "Takes", "Oldest", "Comes in", "Drains", "Left");
        spools.forEach(spool -> table.addRow()
                .addContent(
                        spool.service(),
                        spool.state(),
                        spool.events() + " events",
                        bytes(spool.bytes()) + " of " + bytes(spool.maxBytes()),
                        time(spool.oldest()) + " of "
                                + spool.timeToLive().map(SpoolView::time).orElse("any time"),
                        Math.round(spool.spooledPerSecond()) + "/s",
                        Math.round(spool.drainedPerSecond()) + "/s",
                        left(spool)));
        return table.emptyTableText("no service that keeps events is installed");
    }

    static void problems(List<SpoolStatus> spools, PrintStream out) {
        spools.stream()
                .filter(spool -> !spool.problem().isEmpty())
                .forEach(spool -> out.println(spool.service() + ": " + spool.problem()));
    }

    /** What comes first at the pace of now: that the spool is empty, or full, or has to give events up. */
    static String left(SpoolStatus spool) {
        if (spool.events() == 0) {
            return "";
        }
        double pace = spool.drainedPerSecond() - spool.spooledPerSecond();
        if (pace >= 1) {
            return "empty in " + seconds(spool.events() / pace);
        }
        double full = pace <= -1 && spool.bytes() > 0
                ? (spool.maxBytes() - spool.bytes()) / (-pace * spool.bytes() / spool.events())
                : Double.MAX_VALUE;
        double expiry = spool.timeToLive()
                .map(life -> (double) life.minus(spool.oldest()).toSeconds())
                .orElse(Double.MAX_VALUE);
        if (Math.min(full, expiry) == Double.MAX_VALUE) {
            return "";
        }
        return full < expiry ? "full in " + seconds(full) : "gives up in " + seconds(expiry);
    }

    private static String seconds(double seconds) {
        return time(Duration.ofSeconds(Math.max(0, Math.round(seconds))));
    }

    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < BYTE_UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || value >= 100 ? "%.0f %s" : "%.1f %s", value, BYTE_UNITS[unit])
                .replace(".0 ", " ");
    }

    /** E.g. {@code 2 h 5 min}: the two largest units. */
    static String time(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return two(seconds / 60, "min", seconds % 60, "s");
        }
        return seconds < 48 * 3600
                ? two(seconds / 3600, "h", seconds % 3600 / 60, "min")
                : two(seconds / 86400, "d", seconds % 86400 / 3600, "h");
    }

    private static String two(long large, String unit, long small, String smallUnit) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
