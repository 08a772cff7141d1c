package io.graft.persistence.support;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells what is worth a line in the log: a message that was not said within the last ten minutes. Remembers the 32
 * messages that were said last. Safe for use by many threads.
 */
public final class Repeats {

    private static final Duration PERIOD = Duration.ofMinutes(10);
    private static final int REMEMBERED = 32;

    private final InstantSource clock;
    private final Map<String, Long> said = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    public Repeats() {
        this(InstantSource.system());
    }

    Repeats(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether to say this; the answer counts as saying it. */
    public synchronized boolean isNews(String message) {
        long now = clock.millis();
        Long last = said.get(message);
        if (last != null && Math.abs(now - last) < PERIOD.toMillis()) {
            return false;
        }
        said.put(message, now);
        return true;
    }

    /** Forgets what was said: it is over, and news when it comes again. */
    public synchronized void clear() {
        said.clear();
    }
}
