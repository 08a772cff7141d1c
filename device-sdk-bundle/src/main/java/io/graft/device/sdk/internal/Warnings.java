package io.graft.device.sdk.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;

/** Warns of one thing at most once a minute, with how often it happened, so that an outage does not fill the log. */
final class Warnings {

    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final int MOST = 1000;

    private final Logger log;
    private final Map<String, Past> past = new LinkedHashMap<>();

    private static final class Past {
        private long at;
        private long unsaid;
    }

    Warnings(Logger log) {
        this.log = log;
    }

    /** @param about what is counted together */
    synchronized void warn(String about, String message) {
        long now = System.nanoTime();
        Past before = past.get(about);
        if (before != null && now - before.at < EVERY.toNanos()) {
            before.unsaid++;
            return;
        }
        Past after = new Past();
        after.at = now;
        past.remove(about);
        if (past.size() >= MOST) {
            past.remove(past.keySet().iterator().next());
        }
        past.put(about, after);
        long unsaid = before == null ? 0 : before.unsaid;
        log.warn("{}{}", message, unsaid == 0 ? "" : " (and " + unsaid + " times more since the last such message)");
    }
}
