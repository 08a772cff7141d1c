package io.graft.device.sdk.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads fields of EdgeX's JSON, and its durations. What is absent is empty. */
final class Json {

    static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h|d)");
    private static final int LONGEST_DURATION = 100;
    private static final int MOST_SCALE = 400;
    private static final Map<String, BigDecimal> NANOS = Map.of(
            "ns", BigDecimal.ONE,
            "us", BigDecimal.valueOf(1_000),
            "µs", BigDecimal.valueOf(1_000),
            "μs", BigDecimal.valueOf(1_000),
            "ms", BigDecimal.valueOf(1_000_000),
            "s", BigDecimal.valueOf(1_000_000_000L),
            "m", BigDecimal.valueOf(60_000_000_000L),
            "h", BigDecimal.valueOf(3_600_000_000_000L),
            "d", BigDecimal.valueOf(86_400_000_000_000L));

    private Json() {}

    /** @throws IOException if the text is neither YAML nor JSON */
    static JsonNode yaml(String text) throws IOException {
        return YAML.readTree(text);
    }

    /** A field, whatever the case of its name: EdgeX's own decoder does not care. */
    static JsonNode field(JsonNode of, String name) {
        JsonNode exact = of.path(name);
        if (!exact.isMissingNode()) {
            return exact;
        }
        for (Map.Entry<String, JsonNode> each : of.properties()) {
            if (each.getKey().equalsIgnoreCase(name)) {
                return each.getValue();
            }
        }
        return exact;
    }

    static String text(JsonNode of, String name) {
        JsonNode value = field(of, name);
        return value.isNull() ? "" : value.asText("");
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** A number, also one written as text; null if it is none, or too large or too small to be reckoned with. */
    static BigDecimal number(JsonNode of, String name) {
        JsonNode value = field(of, name);
        try {
            BigDecimal number = value.isNumber()
                    ? value.decimalValue()
                    : value.isTextual() && !value.textValue().isBlank()
                            ? new BigDecimal(value.textValue().strip())
                            : null;
            return number == null || Math.abs((long) number.scale()) > MOST_SCALE ? null : number;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The fields of an object as Java values; those that are null are left out. */
    static Map<String, Object> map(JsonNode object) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            if (!each.getValue().isNull()) {
                map.put(each.getKey(), MAPPER.convertValue(each.getValue(), Object.class));
            }
        }
        return map;
    }

    /** Go's durations, and {@code d} for days. */
    static Duration duration(String text) {
        Matcher part = PART.matcher(text);
        BigDecimal nanos = BigDecimal.ZERO;
        int end = 0;
        while (text.length() <= LONGEST_DURATION && part.find() && part.start() == end) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(NANOS.get(part.group(2))));
            end = part.end();
        }
        if (end == 0 || end != text.length()) {
            throw new IllegalArgumentException("'" + text + "' is no duration such as 500ms or 1h30m");
        }
        return Duration.ofNanos(nanos.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue());
    }

    /** As Go writes it, in the largest unit that leaves a whole number. */
    static String duration(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos % 1_000_000_000L == 0) {
            return nanos / 1_000_000_000L + "s";
        }
        if (nanos % 1_000_000 == 0) {
            return nanos / 1_000_000 + "ms";
        }
        return nanos + "ns";
    }
}
