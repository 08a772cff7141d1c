package io.graft.bus.mqtt.internal;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log what goes wrong with the broker: once, and once an hour while it lasts; anew after a connection that did
 * last. Safe for use by many threads.
 */
final class Troubles {

    private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);
    private static final long PERIOD = Duration.ofHours(1).toNanos();
    private static final int REMEMBERED = 64;

    private final String broker;
    private final Map<String, Long> said = new HashMap<>();
    private boolean told;
    private long since;

    Troubles(String broker) {
        this.broker = broker;
    }

    void connected() {
        boolean news;
        synchronized (said) {
            news = !told;
            told = true;
            since = System.nanoTime();
        }
        if (news) {
            LOG.info("connected to the message broker {}", broker);
        }
    }

    /** There is no connection to the broker. */
    void failed(String reason) {
        synchronized (said) {
            if (since != 0 && System.nanoTime() - since > Session.STABLE.toNanos()) {
                said.clear();
            }
            since = 0;
        }
        if (isNews(reason)) {
            synchronized (said) {
                told = false;
            }
            LOG.warn("no connection to the message broker {}, which is tried again for ever: {}", broker, reason);
        }
    }

    /** Something else, in whole words. */
    void warn(String what) {
        if (isNews(what)) {
            LOG.warn("message broker {}: {}", broker, what);
        }
    }

    private boolean isNews(String text) {
        long now = System.nanoTime();
        synchronized (said) {
            Long last = said.get(text);
            if (last != null && now - last < PERIOD) {
                return false;
            }
            if (said.size() >= REMEMBERED) {
                said.clear();
            }
            said.put(text, now);
            return true;
        }
    }

    /** For people. */
    static String now() {
        return OffsetDateTime.now(ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }
}
