package io.graft.coredata.internal;

import static io.graft.coredata.internal.Requests.cbor;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.coredata.internal.Api.Answer;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Drives core-data with random requests and compares every answer with a model that knows only JSON. */
class RandomRequestsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> DEVICES = List.of("a", "b", "c d", "é/中");
    private static final List<String> RESOURCES = List.of("r", "s", "t%");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<ObjectNode> model = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();

    @Test
    void answersAsTheModelDoes() {
        try (Api api = new Api()) {
            for (int step = 0; step < 1_500; step++) {
                try {
                    switch (random.nextInt(10)) {
                        case 0, 1, 2 -> post(api);
                        case 3 -> byId(api);
                        case 4 -> delete(api);
                        case 5 -> counts(api);
                        case 6, 7 -> listEvents(api);
                        default -> listReadings(api);
                    }
                } catch (AssertionError e) {
                    throw new AssertionError("seed " + seed + ", step " + step, e);
                }
            }
        }
    }

    private void post(Api api) {
        ObjectNode event = event();
        boolean duplicate = !ids.isEmpty() && random.nextInt(10) == 0;
        if (duplicate) {
            event.put("id", pick(ids));
        }
        boolean known = model.stream().anyMatch(stored -> stored.get("id").equals(event.get("id")));
        ObjectNode request = MAPPER.createObjectNode();
        request.put("apiVersion", "v3");
        request.set("event", event);
        String path = "/event/service/" + escape(event.get("profileName").asText()) + "/"
                + escape(event.get("deviceName").asText()) + "/"
                + escape(event.get("sourceName").asText());
        boolean binary = random.nextBoolean();
        byte[] body = binary ? cbor(request.toString()) : request.toString().getBytes(UTF_8);

        Answer answer = api.send("POST", path, body, "Content-Type", binary ? "application/cbor" : "application/json");

        assertThat(answer.status()).as(answer.text()).isEqualTo(known ? 409 : 201);
        if (!known) {
            model.add(event);
            ids.add(event.get("id").asText());
        }
    }

    private ObjectNode event() {
        ObjectNode event = MAPPER.createObjectNode();
        String device = pick(DEVICES);
        event.put("apiVersion", "v3");
        event.put("id", new UUID(random.nextLong(), random.nextLong()).toString());
        event.put("deviceName", device);
        event.put("profileName", pick(List.of("p", "q")));
        event.put("sourceName", pick(RESOURCES));
        long origin = 1L + random.nextInt(50);
        event.put("origin", origin);
        ArrayNode readings = event.putArray("readings");
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            ObjectNode reading = readings.addObject();
            reading.put("origin", random.nextInt(4) == 0 ? 1L + random.nextInt(50) : origin);
            reading.put("deviceName", random.nextInt(8) == 0 ? pick(DEVICES) : device);
            reading.put("resourceName", pick(RESOURCES));
            if (random.nextBoolean()) {
                reading.put("profileName", "p");
            }
            value(reading);
            if (random.nextInt(5) == 0) {
                reading.putObject("tags").put("n", random.nextInt());
            }
        }
        if (random.nextInt(5) == 0) {
            event.putObject("tags").put("t", "x").putNull("u");
        }
        if (random.nextInt(5) == 0) {
            event.putArray("extension").add(random.nextInt()).add("ü");
        }
        return event;
    }

    private void value(ObjectNode reading) {
        switch (random.nextInt(5)) {
            case 0 ->
                reading.put("valueType", "Binary").put("binaryValue", bytes()).put("mediaType", "a/b");
            case 1 ->
                reading.put("valueType", "Object").putObject("objectValue").put("k", random.nextInt());
            case 2 ->
                reading.put("valueType", "Float32")
                        .putNull("value")
                        .putNull("binaryValue")
                        .putNull("objectValue");
            case 3 -> reading.put("valueType", "String").put("value", "text " + random.nextInt());
            default -> reading.put("valueType", "Int64").put("value", Long.toString(random.nextLong()));
        }
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(20) + 1];
        random.nextBytes(bytes);
        return bytes;
    }

    private void byId(Api api) {
        String id = ids.isEmpty() || random.nextInt(5) == 0 ? UUID.randomUUID().toString() : pick(ids);
        Answer answer = api.get("/event/id/" + id);
        List<ObjectNode> stored = model.stream()
                .filter(event -> event.get("id").asText().equals(id))
                .toList();

        assertThat(answer.status()).isEqualTo(stored.isEmpty() ? 404 : 200);
        if (!stored.isEmpty()) {
            assertThat(text(answer.json().get("event"))).isEqualTo(text(stored.get(0)));
        }
    }

    private void delete(Api api) {
        if (random.nextInt(4) > 0) {
            String id = ids.isEmpty() ? UUID.randomUUID().toString() : pick(ids);
            boolean there = model.removeIf(event -> event.get("id").asText().equals(id));
            assertThat(api.delete("/event/id/" + id).status()).isEqualTo(there ? 200 : 404);
        } else if (random.nextInt(3) > 0) {
            String device = pick(DEVICES);
            model.removeIf(event -> event.get("deviceName").asText().equals(device));
            assertThat(api.delete("/event/device/name/" + escape(device)).status())
                    .isEqualTo(202);
        } else {
            model.clear();
            assertThat(api.delete("/event/age/0").status()).isEqualTo(202);
        }
    }

    private void counts(Api api) {
        String device = pick(DEVICES);
        assertThat(api.get("/event/count").json().get("count").asInt()).isEqualTo(model.size());
        assertThat(api.get("/event/count/device/name/" + escape(device))
                        .json()
                        .get("count")
                        .asInt())
                .isEqualTo(events(event -> event.get("deviceName").asText().equals(device))
                        .size());
        assertThat(api.get("/reading/count").json().get("count").asInt())
                .isEqualTo(readings(reading -> true).size());
        assertThat(api.get("/reading/count/device/name/" + escape(device))
                        .json()
                        .get("count")
                        .asInt())
                .isEqualTo(
                        readings(reading -> reading.get("deviceName").asText().equals(device))
                                .size());
    }

    private void listEvents(Api api) {
        String device = pick(DEVICES);
        long start = random.nextInt(50);
        long end = start + random.nextInt(30);
        switch (random.nextInt(3)) {
            case 0 -> page(api, "/event/all", "events", events(event -> true));
            case 1 ->
                page(api, "/event/device/name/" + escape(device), "events", events(event -> event.get("deviceName")
                        .asText()
                        .equals(device)));
            default ->
                page(
                        api,
                        "/event/start/" + start + "/end/" + end,
                        "events",
                        events(event -> within(event, start, end)));
        }
    }

    private void listReadings(Api api) {
        String device = pick(DEVICES);
        String resource = pick(RESOURCES);
        long start = random.nextInt(50);
        long end = start + random.nextInt(30);
        boolean byDevice = random.nextBoolean();
        boolean byResource = random.nextBoolean();
        boolean byRange = random.nextBoolean();
        String path = "/reading"
                + (byDevice ? "/device/name/" + escape(device) : "")
                + (byResource ? "/resourceName/" + escape(resource) : "")
                + (byRange ? "/start/" + start + "/end/" + end : "");
        page(
                api,
                path.equals("/reading") ? "/reading/all" : path,
                "readings",
                readings(reading -> (!byDevice
                                || reading.get("deviceName").asText().equals(device))
                        && (!byResource || reading.get("resourceName").asText().equals(resource))
                        && (!byRange || within(reading, start, end))));
    }

    private void page(Api api, String path, String field, List<? extends JsonNode> expected) {
        int offset = random.nextInt(3) == 0 ? random.nextInt(60) - 1 : random.nextInt(4);
        int limit = random.nextInt(4) == 0 ? -1 : random.nextInt(12);
        Answer answer = api.get(path + "?offset=" + offset + "&limit=" + limit);
        boolean beyond = offset > expected.size() && limit != 0 && !expected.isEmpty();

        assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(beyond ? 416 : 200);
        if (!beyond) {
            assertThat(answer.json().get("totalCount").asInt()).isEqualTo(offset < 0 ? 0 : expected.size());
            List<String> items = new ArrayList<>();
            answer.json().get(field).forEach(item -> items.add(text(item)));
            assertThat(items)
                    .isEqualTo(expected.stream()
                            .skip(Math.max(0, offset))
                            .limit(limit < 0 ? 1024 : limit)
                            .map(RandomRequestsTest::text)
                            .toList());
        }
    }

    private List<ObjectNode> events(Predicate<JsonNode> selected) {
        return model.stream()
                .sorted(Comparator.<ObjectNode>comparingLong(
                                event -> event.get("origin").asLong())
                        .thenComparing(event -> event.get("id").asText())
                        .reversed())
                .filter(selected)
                .toList();
    }

    private List<JsonNode> readings(Predicate<JsonNode> selected) {
        return model.stream()
                .flatMap(event -> Stream.iterate(0, i -> i + 1)
                        .limit(event.get("readings").size())
                        .map(i -> Map.entry(
                                event.get("id").asText() + String.format("%03d", 999 - i),
                                event.get("readings").get(i))))
                .filter(entry -> selected.test(entry.getValue()))
                .sorted(Comparator.<Map.Entry<String, JsonNode>>comparingLong(
                                entry -> entry.getValue().get("origin").asLong())
                        .thenComparing(Map.Entry::getKey)
                        .reversed())
                .map(Map.Entry::getValue)
                .collect(Collectors.toList());
    }

    private static boolean within(JsonNode node, long start, long end) {
        long origin = node.get("origin").asLong();
        return start <= origin && origin <= end;
    }

    /** One text for one content, whatever the order of the fields. */
    private static String text(JsonNode node) {
        if (node.isObject()) {
            return node.properties().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(field -> field.getKey() + ":" + text(field.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (node.isArray()) {
            return Stream.iterate(0, i -> i + 1)
                    .limit(node.size())
                    .map(i -> text(node.get(i)))
                    .collect(Collectors.joining(",", "[", "]"));
        }
        return node.isBinary() ? "\"" + node.asText() + "\"" : node.toString();
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static String escape(String name) {
        return URLEncoder.encode(name, UTF_8).replace("+", "%20");
    }
}
