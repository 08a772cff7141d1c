package io.graft.benchmarks.internal.api;

import io.graft.benchmarks.internal.load.RequestSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * The one sequence of events that a run posts or publishes: a hundred devices in turn, every id and origin unique, and in between
 * those of one more device that a later scenario deletes. One load at a time draws from it; between loads any thread
 * may ask it what was sent.
 */
public final class EventStream {

    private static final int DEVICES = 100;
    private static final int PURGED_EVERY = 8;
    /** What the topics of devices' events begin with. */
    public static final String TOPICS = "edgex/events/device";

    /** How many events lie between two marks. */
    public static final int MARK_EVERY = 1_000;

    private final EventIds ids;
    private final List<String> devices = new ArrayList<>();
    private final List<EventTemplate> templates = new ArrayList<>();
    private final String purgedDevice;
    private final EventTemplate purged;
    private final long purgedTotal;
    private final List<Long> marks = new ArrayList<>();
    private final long clockOffset;
    private long sent;
    private long purgedSent;
    private long lastOrigin;

    /**
     * @param host value of the Host header
     * @param tag tells the devices of this run from those of others
     * @param purgedTotal how many events the device to be deleted gets
     */
    public EventStream(String host, String tag, long purgedTotal) {
        this(tag, purgedTotal, device -> EventTemplate.post(host, device));
    }

    /**
     * The sequence of a run that publishes.
     *
     * @param base the topic without its last four levels
     * @param tag tells the devices of this run from those of others
     */
    public static EventStream published(String base, String tag, int qos) {
        return new EventStream(tag, 0, device -> EventTemplate.publication(base, device, qos));
    }

    private EventStream(String tag, long purgedTotal, Function<String, EventTemplate> template) {
        this.ids = new EventIds(tag.hashCode() * 0x9E3779B97F4A7C15L ^ System.nanoTime());
        for (int i = 0; i < DEVICES; i++) {
            devices.add("bench-%s-%03d".formatted(tag, i));
            templates.add(template.apply(devices.get(i)));
        }
        this.purgedDevice = "bench-%s-purged".formatted(tag);
        this.purged = template.apply(purgedDevice);
        this.purgedTotal = purgedTotal;
        Instant now = Instant.now();
        this.clockOffset = now.getEpochSecond() * 1_000_000_000L + now.getNano() - System.nanoTime();
    }

    /** An envelope with one event of the device {@code bench-probe}. */
    public static String single(UUID id) {
        return EventTemplate.single("bench-probe", id, Instant.now());
    }

    /** The next events of all devices, as many as asked for. */
    public RequestSource next(long count) {
        long end = sent + count;
        return into -> {
            if (sent >= end) {
                return false;
            }
            EventTemplate template = templates.get((int) (sent % DEVICES));
            if (sent % PURGED_EVERY == 0 && purgedSent < purgedTotal) {
                template = purged;
                purgedSent++;
            }
            template.render(into, ids.id(sent), origin(), sent);
            sent++;
            return true;
        };
    }

    /** Events of the device to be deleted, as many as it still lacks. */
    public RequestSource restOfPurged() {
        return into -> {
            if (purgedSent >= purgedTotal) {
                return false;
            }
            purged.render(into, ids.id(sent), origin(), sent);
            purgedSent++;
            sent++;
            return true;
        };
    }

    public long sent() {
        return sent;
    }

    /** The id of the n-th event that was sent. */
    public UUID id(long n) {
        return ids.id(n);
    }

    /** The value of the n-th event's reading. */
    public String value(long n) {
        return Long.toString(EventTemplate.value(n));
    }

    public List<String> devices() {
        return List.copyOf(devices);
    }

    public String purgedDevice() {
        return purgedDevice;
    }

    public long purgedTotal() {
        return purgedTotal;
    }

    /** Origins in nanoseconds: that of every {@link #MARK_EVERY}th event, from the first on. */
    public List<Long> marks() {
        return List.copyOf(marks);
    }

    /** The origin of the event that was sent last, in nanoseconds. */
    public long lastOrigin() {
        return lastOrigin;
    }

    private long origin() {
        lastOrigin = Math.max(lastOrigin + 1, System.nanoTime() + clockOffset);
        if (sent % MARK_EVERY == 0) {
            marks.add(lastOrigin);
        }
        return lastOrigin;
    }
}
