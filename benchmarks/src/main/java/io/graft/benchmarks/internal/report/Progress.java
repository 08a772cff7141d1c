package io.graft.benchmarks.internal.report;

import java.io.PrintStream;
import java.util.Locale;

/** Says on the terminal what is going on; a bar only where somebody watches. */
public final class Progress {

    private static final int BAR = 30;

    private final PrintStream out;
    private final boolean watched;
    private boolean open;

    public Progress(PrintStream out, boolean watched) {
        this.out = out;
        this.watched = watched;
    }

    /** A step begins, or says something. */
    public void say(String what) {
        end();
        out.println(what);
    }

    /** How far the step is. */
    public void at(String what, long done, long of) {
        if (!watched) {
            return;
        }
        int filled = (int) (of == 0 ? BAR : Math.min(BAR, BAR * done / of));
        out.printf(
                Locale.ROOT, "\r  [%s%s] %,d of %,d %s ", "#".repeat(filled), " ".repeat(BAR - filled), done, of, what);
        out.flush();
        open = true;
    }

    /** The step is over. */
    public void end() {
        if (open) {
            out.println();
            open = false;
        }
    }
}
