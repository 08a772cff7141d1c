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

    private final Site site;
    private final Progress progress;
    private final EventStream events;
    private final BitSet found = new BitSet();
    private final BitSet again = new BitSet();
    private long damaged;

    Census(Site site, Progress progress) {
        this.site = site;
        this.progress = progress;
        this.events = site.events();
    }

    /** Takes it of all providers of the site; core-data is bound to the last one afterwards. */
    Result take() throws IOException, InterruptedException {
        return take(site.providers());
    }

    /** Takes it of some providers; core-data is bound to the last one afterwards. */
    Result take(List<String> providers) throws IOException, InterruptedException {
        site.awaitEmptySpool();
        Map<String, Long> stored = new LinkedHashMap<>();
        for (String provider : providers) {
            progress.say("  looking for every acknowledged event in " + provider);
            site.bindWhenItServes(provider);
            stored.put(provider, count(provider));
        }
        Ledger ledger = site.ledger();
        long lost = 0;
        long unsure = 0;
        List<String> firstLost = new ArrayList<>();
        for (long n = 0; n < events.sent(); n++) {
            if (ledger.isAcknowledged(n) && !found.get((int) n)) {
                lost++;
                if (firstLost.size() < 10) {
                    firstLost.add(events.id(n).toString());
                }
            }
            if (!ledger.isAcknowledged(n) && found.get((int) n)) {
                unsure++;
            }
        }
        return new Result(ledger.acknowledged(), lost, again.cardinality(), damaged, unsure, stored, firstLost);
    }

    private long count(String provider) throws IOException, InterruptedException {
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
            JsonNode page = site.data()
                    .get("/api/v3/event/start/%d/end/%d?limit=%d&offset=%d".formatted(from, to, PAGE, offset));
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
