package io.graft.shell.internal;

import io.graft.persistence.binding.MigrationStatus;
import io.graft.persistence.binding.MigrationStatus.Phase;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Shows a migration as it goes on: as a bar that moves where there is a terminal, else as a line for each change of its
 * phase. Used by one thread.
 */
final class MigrationView {

    private static final int BAR = 24;
    private static final int NARROWEST = 40;

    private final PrintStream out;
    private final int width;
    private Phase shown;
    private boolean barShown;

    /** @param width how many columns the terminal has; 0 if there is none */
    MigrationView(PrintStream out, int width) {
        this.out = out;
        this.width = width == 0 ? 0 : Math.max(NARROWEST, width);
    }

    /** Shows how far it is. */
    void show(MigrationStatus status) {
        if (width == 0) {
            if (status.phase() != shown) {
                out.println(line(status));
            }
        } else {
            clear();
            String line = line(status);
            out.print(line.length() < width ? line : line.substring(0, width - 4) + "...");
            barShown = true;
        }
        shown = status.phase();
        out.flush();
    }

    /** Ends the line of the bar, so that something else can be printed. */
    void leave() {
        if (barShown) {
            clear();
            barShown = false;
        }
    }

    /** Shows all that is known of it. */
    void details(MigrationStatus status) {
        leave();
        out.println(status.service() + " " + status.reference() + ", " + status.from() + " to " + status.to() + ": "
                + phase(status.phase()));
        out.println("  " + count(status.copied()) + " of " + count(status.total()) + " "
                + status.stores().label() + " copied, " + count(status.verifiedChunks())
                + " chunks read back and found equal"
                + (status.repairedChunks() == 0 ? "" : ", " + count(status.repairedChunks()) + " after a repair"));
        out.println("  " + count(status.followed()) + " changes made meanwhile carried over");
        out.println("  started " + status.started()
                + status.flipped().map(when -> ", bound " + when).orElse("")
                + status.rollbackUntil()
                        .map(until -> ", can be rolled back until " + until)
                        .orElse(""));
        out.println("  " + visible(status.message()));
        out.flush();
    }

    static String line(MigrationStatus status) {
        boolean moving = status.phase() == Phase.COPYING || status.phase() == Phase.ROLLING_BACK;
        int full = (int) (BAR * status.share());
        String bar = "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] "
                + String.format(Locale.ROOT, "%3d %%", (int) (100 * status.share())) + "  " + count(status.copied())
                + "/"
                + count(status.total());
        String pace = status.perSecond() >= 1 ? "  " + count(Math.round(status.perSecond())) + "/s" : "";
        String left =
                moving ? status.left().map(time -> "  " + time(time) + " left").orElse("") : "";
        return bar + pace + left + "  " + phase(status.phase()) + waiting(status);
    }

    private static String waiting(MigrationStatus status) {
        return status.message().startsWith("waits for ") ? ": " + visible(status.message()) : "";
    }

    private static String phase(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String time(Duration time) {
        return time.toHours() > 0
                ? String.format(
                        Locale.ROOT, "%d:%02d:%02d h", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d min", time.toMinutes(), time.toSecondsPart());
    }

    private void clear() {
        if (width > 0) {
            out.print("\r" + " ".repeat(width - 1) + "\r");
        }
    }

    /** Text of strangers may hold what moves a terminal's cursor. */
    private static String visible(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
