package io.graft.benchmarks.internal.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.benchmarks.internal.api.EventStream;
import io.graft.benchmarks.internal.load.RequestSource;
import io.graft.benchmarks.internal.report.Progress;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CensusTest {

    private static final int EVENTS = 2_500;
    private static final Pattern RANGE = Pattern.compile("start/(\\d+)/end/(\\d+)\\?limit=(\\d+)&offset=(\\d+)");

    private record Stored(long number, long origin, String value) {}

    private final ObjectMapper json = new ObjectMapper();
    private final EventStream events = new EventStream("here:1", "test", 0);
    private final Ledger ledger = new Ledger();
    private final List<Stored> sent = new ArrayList<>();
    private final List<Stored> database = new ArrayList<>();
    private final Census census = new Census(
            events,
            ledger,
            this::page,
            new Progress(new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8), false));

    @BeforeEach
    void send() {
        RequestSource posts = events.next(EVENTS);
        for (int n = 0; n < EVENTS; n++) {
            assertThat(posts.next(ByteBuffer.allocate(RequestSource.LARGEST_REQUEST)))
                    .isTrue();
            ledger.acknowledged(n);
            sent.add(new Stored(n, events.lastOrigin(), events.value(n)));
        }
    }

    @Test
    void whatIsSpreadOverDatabasesIsWhole() throws Exception {
        database.addAll(sent.subList(0, 1_700));
        census.count("one");
        database.clear();
        database.addAll(sent.subList(1_700, EVENTS));
        census.count("other");

        assertThat(census.result())
                .isEqualTo(new Census.Result(
                        EVENTS, 0, 0, 0, 0, Map.of("one", 1_700L, "other", EVENTS - 1_700L), List.of()));
    }

    @Test
    void whatIsInNoDatabaseIsLost() throws Exception {
        database.addAll(sent);
        database.removeIf(event -> event.number() == 7 || event.number() == EVENTS - 1);
        census.count("one");

        assertThat(census.result().lost()).isEqualTo(2);
        assertThat(census.result().firstLost())
                .containsExactly(events.id(7).toString(), events.id(EVENTS - 1).toString());
    }

    @Test
    void whatIsThereTwiceIsDuplicatedInOneDatabaseAndInTwo() throws Exception {
        database.addAll(sent);
        for (int i = 0; i < 100; i++) {
            database.add(sent.get(50 + i));
        }
        census.count("one");
        database.clear();
        database.add(sent.get(2_000));
        census.count("other");

        assertThat(census.result().duplicated()).isEqualTo(101);
        assertThat(census.result().lost()).isZero();
    }

    @Test
    void anotherValueIsDamage() throws Exception {
        database.addAll(sent.subList(1, EVENTS));
        database.add(new Stored(0, sent.get(0).origin(), "1"));
        census.count("one");

        assertThat(census.result().damaged()).isEqualTo(1);
    }

    @Test
    void whatNobodyAcknowledgedMayBeThere() throws Exception {
        database.addAll(sent);
        RequestSource posts = events.next(1);
        posts.next(ByteBuffer.allocate(RequestSource.LARGEST_REQUEST));
        database.add(new Stored(EVENTS, events.lastOrigin(), events.value(EVENTS)));
        census.count("one");

        assertThat(census.result().unsure()).isEqualTo(1);
        assertThat(census.result().duplicated()).isZero();
    }

    private JsonNode page(String path) {
        Matcher range = RANGE.matcher(path);
        assertThat(range.find()).isTrue();
        long from = Long.parseLong(range.group(1));
        long to = Long.parseLong(range.group(2));
        List<Stored> inside = database.stream()
                .filter(event -> event.origin() >= from && event.origin() <= to)
                .toList();
        ObjectNode page = json.createObjectNode().put("totalCount", inside.size());
        ArrayNode items = page.putArray("events");
        inside.stream()
                .skip(Long.parseLong(range.group(4)))
                .limit(Long.parseLong(range.group(3)))
                .forEach(event -> items.addObject()
                        .put("id", events.id(event.number()).toString())
                        .putArray("readings")
                        .addObject()
                        .put("value", event.value()));
        return page;
    }
}
