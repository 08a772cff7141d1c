package io.graft.benchmarks.internal.trial;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.benchmarks.internal.api.EventStream;
import io.graft.benchmarks.internal.report.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads through the API everything that a run stored, in every database, and compares it with what was acknowledged. */
final class Census {

    private static final int PAGE = 1024;
    private static final int MOST_NAMED = 10;

    /**
     * What was found.
     *
     * @param acknowledged events that the gateway acknowledged
     * @param lost acknowledged, but in no database
     * @param duplicated more than once in a database, or in more than one
     * @param damaged with another value than was sent
     * @param unsure without an answer or answered with a failure, and stored all the same
     * @param stored events by provider
     * @param firstLost the ids of some that were lost
     */
    record Result(
            long acknowledged,
            long lost,
            long duplicated,
            long damaged,
            long unsure,
            Map<String, Long> stored,
            List<String> firstLost) {}

    /** GETs a document of core-data, which is bound to the database that is looked into. */
    @FunctionalInterface
    interface Pages {
        JsonNode get(String path) throws IOException, InterruptedException;
    }

    private final EventStream events;
    private final Ledger ledger;
    private final Pages pages;
    private final Progress progress;
    private final Map<String, Long> stored = new LinkedHashMap<>();
    private final BitSet found = new BitSet();
    private final BitSet again = new BitSet();
    private long damaged;

    Census(EventStream events, Ledger ledger, Pages pages, Progress progress) {
        this.events = events;
        this.ledger = ledger;
        this.pages = pages;
        this.progress = progress;
    }

    /** Takes it of all databases of a site; core-data is bound to the last one afterwards. */
    static Result of(Site site, Progress progress) throws IOException, InterruptedException {
        return of(site, site.providers(), progress);
    }

    /** Takes it of some databases of a site; core-data is bound to the last one afterwards. */
    static Result of(Site site, List<String> providers, Progress progress) throws IOException, InterruptedException {
        site.awaitEmptySpool();
        Census census = new Census(site.events(), site.ledger(), site.data()::get, progress);
        for (String provider : providers) {
            progress.say("  looking for every acknowledged event in " + provider);
            site.bindWhenItServes(provider);
            census.count(provider);
        }
        return census.result();
    }

    /** Reads what is in the database that is bound now. */
    void count(String provider) throws IOException, InterruptedException {
        stored.put(provider, read(provider));
    }

    Result result() {
        long lost = 0;
        long unsure = 0;
        List<String> firstLost = new ArrayList<>();
        for (int n = 0; n < events.sent(); n++) {
            if (ledger.isAcknowledged(n) && !found.get(n)) {
                lost++;
                if (firstLost.size() < MOST_NAMED) {
                    firstLost.add(events.id(n).toString());
                }
            } else if (!ledger.isAcknowledged(n) && found.get(n)) {
                unsure++;
            }
        }
        return new Result(ledger.acknowledged(), lost, again.cardinality(), damaged, unsure, stored, firstLost);
    }

    private long read(String provider) throws IOException, InterruptedException {
        List<Long> marks = events.marks();
        long count = 0;
        for (int window = 0; window < marks.size(); window++) {
            long end = window + 1 < marks.size() ? marks.get(window + 1) - 1 : events.lastOrigin();
            count += window(window, marks.get(window), end);
            if (window % 10 == 9) {
                progress.at("thousand numbers looked through in " + provider, window + 1L, marks.size());
            }
        }
        progress.end();
        return count;
    }

    private long window(int window, long from, long to) throws IOException, InterruptedException {
        long first = (long) window * EventStream.MARK_EVERY;
        Map<UUID, Long> numbers = new HashMap<>();
        for (long n = first; n < Math.min(first + EventStream.MARK_EVERY, events.sent()); n++) {
            numbers.put(events.id(n), n);
        }
        long count = 0;
        for (int offset = 0; ; offset += PAGE) {
            JsonNode page =
                    pages.get("/api/v3/event/start/%d/end/%d?limit=%d&offset=%d".formatted(from, to, PAGE, offset));
            for (JsonNode event : page.path("events")) {
                Long number = numbers.get(UUID.fromString(event.path("id").asText()));
                if (number != null) {
                    count++;
                    note(number, event);
                }
            }
            if (offset + PAGE >= page.path("totalCount").asLong()) {
                return count;
            }
        }
    }

    private void note(long number, JsonNode event) {
        int bit = Math.toIntExact(number);
        if (found.get(bit)) {
            again.set(bit);
        }
        found.set(bit);
        if (!event.path("readings").path(0).path("value").asText().equals(events.value(number))) {
            damaged++;
        }
    }
}
