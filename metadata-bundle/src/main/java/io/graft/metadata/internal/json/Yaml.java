package io.graft.metadata.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads YAML from strangers as a tree of JSON. A document with a tag is refused, so that nothing is ever made that the
 * document names. Aliases are expanded; what they expand to counts towards the limits on values and characters, so that
 * a small text can't become a large tree. Works on the parser's events: memory grows with what has been accepted only.
 */
public final class Yaml {

    private static final int MAX_DEPTH = 50;
    private static final int MAX_VALUES = 200_000;
    private static final String MERGE = "<<";

    private record Anchored(JsonNode node, int values, long characters) {}

    private final JsonNodeFactory nodes = JsonNodeFactory.instance;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private final Parser events;
    private final int maxCharacters;
    private int values;
    private long characters;

    private Yaml(Parser events, int maxCharacters) {
        this.events = events;
        this.maxCharacters = maxCharacters;
    }

    /**
     * The one document of a text in UTF-8.
     *
     * @param maxCharacters the longest text that is read, and the most that aliases may expand it to
     * @throws ApiException 400 if it is no YAML, has tags, repeats a key, or is too large or too deep
     */
    public static JsonNode read(byte[] utf8, int maxCharacters) {
        if (utf8.length > maxCharacters) {
            throw refused("it has " + utf8.length + " bytes, more than " + maxCharacters, null);
        }
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(maxCharacters + 1);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            Parser events = new ParserImpl(new StreamReader(new StringReader(text)), options);
            return new Yaml(events, maxCharacters).document();
        } catch (CharacterCodingException e) {
            throw refused("it is not UTF-8 text", e);
        } catch (YAMLException e) {
            throw refused(e.getMessage().lines().findFirst().orElse("malformed"), e);
        }
    }

    private JsonNode document() {
        events.getEvent();
        if (!events.checkEvent(Event.ID.DocumentStart)) {
            return nodes.objectNode();
        }
        events.getEvent();
        JsonNode root = node((NodeEvent) events.getEvent(), 0);
        events.getEvent();
        if (!events.checkEvent(Event.ID.StreamEnd)) {
            throw refused("it has more than one document", null);
        }
        return root;
    }

    private JsonNode node(NodeEvent event, int depth) {
        if (depth > MAX_DEPTH) {
            throw refused("it is nested deeper than " + MAX_DEPTH + at(event), null);
        }
        if (event instanceof AliasEvent) {
            return aliased(event);
        }
        int valuesBefore = values;
        long charactersBefore = characters;
        count(1, 0, event);
        JsonNode node;
        if (event instanceof MappingStartEvent mapping) {
            requireNoTag(mapping.getTag(), event);
            node = mapping(depth);
        } else if (event instanceof SequenceStartEvent sequence) {
            requireNoTag(sequence.getTag(), event);
            node = sequence(depth);
        } else {
            node = scalar((ScalarEvent) event);
        }
        if (event.getAnchor() != null) {
            anchors.put(event.getAnchor(), new Anchored(node, values - valuesBefore, characters - charactersBefore));
        }
        return node;
    }

    private JsonNode aliased(NodeEvent event) {
        Anchored anchored = anchors.get(event.getAnchor());
        if (anchored == null) {
            throw refused("alias *" + event.getAnchor() + " has no anchor before it" + at(event), null);
        }
        count(anchored.values(), anchored.characters(), event);
        return anchored.node();
    }

    private ArrayNode sequence(int depth) {
        ArrayNode array = nodes.arrayNode();
        while (!events.checkEvent(Event.ID.SequenceEnd)) {
            array.add(node((NodeEvent) events.getEvent(), depth + 1));
        }
        events.getEvent();
        return array;
    }

    private ObjectNode mapping(int depth) {
        ObjectNode object = nodes.objectNode();
        List<JsonNode> merged = new ArrayList<>();
        while (!events.checkEvent(Event.ID.MappingEnd)) {
            Event event = events.getEvent();
            if (!(event instanceof ScalarEvent key)) {
                throw refused("a key is not a scalar" + at(event), null);
            }
            requireNoTag(key.getTag(), key);
            count(0, key.getValue().length(), key);
            JsonNode value = node((NodeEvent) events.getEvent(), depth + 1);
            if (key.isPlain() && key.getValue().equals(MERGE)) {
                merged.add(value);
            } else if (object.replace(key.getValue(), value) != null) {
                throw refused("key '" + key.getValue() + "' is repeated" + at(key), null);
            }
        }
        events.getEvent();
        merged.forEach(value -> merge(value, object));
        return object;
    }

    /** A mapping, or several in a sequence, whose keys the object takes unless it has them already. */
    private void merge(JsonNode value, ObjectNode into) {
        if (value.isArray()) {
            value.forEach(element -> merge(element, into));
        } else if (value.isObject()) {
            value.properties().forEach(entry -> into.putIfAbsent(entry.getKey(), entry.getValue()));
        } else {
            throw refused("a merge key (<<) has a value that is no mapping", null);
        }
    }

    private JsonNode scalar(ScalarEvent event) {
        requireNoTag(event.getTag(), event);
        count(0, event.getValue().length(), event);
        return event.isPlain() ? YamlScalar.resolve(event.getValue(), nodes) : nodes.textNode(event.getValue());
    }

    private void count(int moreValues, long moreCharacters, Event event) {
        values += moreValues;
        characters += moreCharacters;
        if (values > MAX_VALUES || characters > maxCharacters) {
            throw refused(
                    "its values, with aliases expanded, are more than " + MAX_VALUES + " or longer than "
                            + maxCharacters + at(event),
                    null);
        }
    }

    private static void requireNoTag(String tag, Event event) {
        if (tag != null) {
            throw refused("tag " + tag + " is not allowed" + at(event), null);
        }
    }

    private static String at(Event event) {
        return " at line " + (event.getStartMark().getLine() + 1);
    }

    private static ApiException refused(String why, Throwable cause) {
        return new ApiException(ErrorKind.CONTRACT_INVALID, "yaml decoding failed: " + why, cause);
    }
}
