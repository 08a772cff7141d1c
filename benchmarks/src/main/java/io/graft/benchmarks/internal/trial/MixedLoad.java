package io.graft.benchmarks.internal.trial;

import io.graft.benchmarks.internal.api.EventStream;
import io.graft.benchmarks.internal.load.RequestSource;
import io.graft.benchmarks.internal.load.Witness;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Some POSTs of an event, then one query, and so on without end; and what became of each. The figures are read when the
 * load has ended, {@link #failures()} at any time.
 */
final class MixedLoad implements RequestSource, Witness {

    /** For the constructor: a query follows four POSTs. */
    static final int FOUR_TO_ONE = 5;

    /** For the constructor: there are no queries. */
    static final int POSTS_ONLY = Integer.MAX_VALUE;

    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final long HIGHEST = Duration.ofMinutes(5).toNanos();

    private final RequestSource posts;
    private final List<String> devices;
    private final String host;
    private final Ledger ledger;
    private final long firstEvent;
    private final int round;
    private final Course course;
    private final Spans posted = new Spans();
    private final Spans queried = new Spans();
    private final Histogram ingest = new Histogram(1_000, HIGHEST, 3);
    private final Histogram queries = new Histogram(1_000, HIGHEST, 3);
    private final Map<String, Long> faults = new TreeMap<>();
    private final List<String> examples = new ArrayList<>();
    private long requests;
    private long acknowledged;
    private volatile long failures;

    /**
     * Prepares a load.
     *
     * @param round every how manieth request is a query
     * @param start the instant from which its course counts
     */
    MixedLoad(EventStream events, String host, Ledger ledger, int round, long start) {
        this.round = round;
        this.posts = events.next(Long.MAX_VALUE / 2);
        this.devices = events.devices();
        this.host = host;
        this.ledger = ledger;
        this.firstEvent = events.sent();
        this.course = new Course(start);
    }

    @Override
    public boolean next(ByteBuffer into) {
        long number = requests++;
        if (!isQuery(number)) {
            return posts.next(into);
        }
        into.put(("GET " + query(number / round) + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        return true;
    }

    private String query(long number) {
        String device = devices.get((int) (number % devices.size()));
        return switch ((int) (number % 3)) {
            case 0 -> "/api/v3/event/all?limit=20";
            case 1 -> "/api/v3/event/device/name/" + device + "?limit=20";
            default -> "/api/v3/reading/device/name/" + device + "?limit=20";
        };
    }

    @Override
    public void answered(long number, int status, long since, long now, Supplier<String> bodyStart) {
        boolean query = isQuery(number);
        if (status != (query ? OK : CREATED)) {
            fail((query ? "GET" : "POST") + " answered " + status, bodyStart.get(), now);
            return;
        }
        if (!query) {
            ledger.acknowledged(event(number));
            acknowledged++;
        }
        (query ? queries : ingest).recordValue(Math.min(Math.max(now - since, 0), HIGHEST));
        course.answered(now, now - since);
        (query ? queried : posted).add(since, now);
    }

    @Override
    public void lost(long number, long since, long now, String why) {
        fail((isQuery(number) ? "GET" : "POST") + " was not answered", why, now);
    }

    // the one thread of the load writes it, others only read
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void fail(String what, String detail, long now) {
        failures++;
        course.failed(now);
        if (faults.merge(what, 1L, Long::sum) == 1) {
            examples.add(what + ": " + detail.strip().replaceAll("\\s+", " "));
        }
    }

    /** Requests that were not answered as they should, so far. */
    long failures() {
        return failures;
    }

    /** How often what went wrong. */
    Map<String, Long> faults() {
        return faults;
    }

    /** The first of each kind of failure, in words. */
    List<String> examples() {
        return examples;
    }

    /** Events that were acknowledged. */
    long acknowledged() {
        return acknowledged;
    }

    Histogram ingest() {
        return ingest;
    }

    Histogram queries() {
        return queries;
    }

    /** The POSTs that were acknowledged. */
    Spans posted() {
        return posted;
    }

    /** The longest that any request under way at an instant from one to another took, in nanoseconds; 0 for none. */
    long longestWithin(long from, long to) {
        return Math.max(posted.longestWithin(from, to), queried.longestWithin(from, to));
    }

    Course course() {
        return course;
    }

    private long event(long number) {
        return firstEvent + number - number / round;
    }

    private boolean isQuery(long number) {
        return number % round == round - 1;
    }
}
