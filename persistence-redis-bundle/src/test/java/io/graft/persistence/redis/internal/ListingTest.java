package io.graft.persistence.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventStore;
import io.graft.persistence.support.OpenStores;
import io.graft.testservers.RedisOptions;
import io.graft.testservers.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The entries that are made here for new events, and by the server's scripts otherwise, are the same. */
class ListingTest {

    private static final int EVENTS = 300;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void entriesMadeHereAreThoseThatTheScriptsMakeAndRemove() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            events.add(event());
        }
        Event known = event();
        List<Event> withKnown = new ArrayList<>(events);
        withKnown.add(random.nextInt(EVENTS), known);
        try (RedisServer server = RedisServer.start(RedisOptions.IN_MEMORY)) {
            RedisDatabase database = new RedisDatabase(Connections.to(server));
            try (OpenStores one = database.open("one-");
                    OpenStores two = database.open("two-")) {
                one.events().append(events);
                two.events().append(List.of(known));
                assertThat(two.events().append(withKnown).duplicates()).containsExactly(known.id());
                assertThat(two.events().delete(known.id())).isTrue();
                assertThat(lists(server, "one-")).as("seed %d", seed).isEqualTo(lists(server, "two-"));
                empty(one.events());
                assertThat(lists(server, "one-")).as("seed %d", seed).isEmpty();
            }
        }
    }

    private static void empty(EventStore events) {
        assertThat(events.delete(EventFilter.ALL)).isEqualTo(EVENTS);
    }

    /** The members of each list of a space. */
    private static Map<String, String> lists(RedisServer server, String space) {
        Map<String, String> lists = new TreeMap<>();
        String script =
                """
                local all = {}
                for _, key in ipairs(redis.call('KEYS', '*%s*')) do
                  if redis.call('TYPE', key).ok == 'zset' then
                    local hex = function(text) return (text:gsub('.', function(c) return string.format('%%02x', c:byte()) end)) end
                    local members = {}
                    for i, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do
                      members[i] = hex(member)
                    end
                    all[#all + 1] = hex(key:match('}(.*)$')) .. ' ' .. table.concat(members, ',')
                  end
                end
                return all
                """
                        .formatted(space);
        server.command("EVAL", script, "0")
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> lists.put(line.split(" ", 2)[0], line.split(" ", 2)[1]));
        return lists;
    }

    private Event event() {
        String device = "device" + random.nextInt(3);
        String source = "resource" + random.nextInt(3);
        long origin = random.nextInt(5) - 2L;
        List<Reading> readings = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            readings.add(new Reading(
                    random.nextInt(4) == 0 ? random.nextLong() : origin,
                    random.nextInt(4) == 0 ? "device" + random.nextInt(3) : device,
                    "profile",
                    "resource" + random.nextInt(3),
                    ValueType.INT32,
                    "",
                    new ReadingValue.Text("1"),
                    null,
                    null));
        }
        return new Event(
                new UUID(random.nextLong(), random.nextLong()),
                device,
                "profile",
                source,
                origin,
                readings,
                null,
                null);
    }
}
