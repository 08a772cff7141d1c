package io.graft.command.internal.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.graft.api.command.CommandException;
import io.graft.api.metadata.ResourceInfo;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds the values of a command against the profile before the device is touched. The first that is wrong refuses the
 * command, with the parameter's name, the value and the limit.
 */
public final class ParameterCheck {

    private static final int BAD_REQUEST = 400;

    private ParameterCheck() {}

    /**
     * Checks the values of a command.
     *
     * @param source what is written to
     * @param values a JSON object
     * @return what the device service gets: the same values, numbers and booleans as text, as every EdgeX device service
     *     reads them (as JSON numbers, 100000000 and arrays would be misread)
     * @throws CommandException 400
     */
    public static ObjectNode check(Source source, JsonNode values) {
        if (!values.isObject()) {
            throw refused("the body must be a JSON object with the parameters of '" + source.name() + "' by name");
        }
        Map<String, JsonNode> given = new TreeMap<>();
        values.properties().forEach(each -> given.put(each.getKey(), each.getValue()));
        requireKnown(source, given.keySet());
        ObjectNode sent = JsonNodeFactory.instance.objectNode();
        for (Operation operation : source.operations()) {
            String name = operation.resource().name();
            boolean isGiven = given.containsKey(name);
            JsonNode value = isGiven ? given.get(name) : defaultOf(source, operation);
            try {
                JsonNode checked = check(operation, value);
                if (isGiven) {
                    sent.set(name, checked);
                }
            } catch (Refusal e) {
                throw refused("parameter '" + name + "' " + e.getMessage()
                        + (isGiven ? "" : "; this is the profile's default value, since none was given"));
            }
        }
        return sent;
    }

    private static void requireKnown(Source source, Set<String> given) {
        Set<String> known = new TreeSet<>();
        source.operations().forEach(operation -> known.add(operation.resource().name()));
        Set<String> unknown = new TreeSet<>(given);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw refused("'" + source.name() + "' has no parameter " + quoted(unknown) + "; it has " + quoted(known));
        }
    }

    private static JsonNode defaultOf(Source source, Operation operation) {
        return operation
                .defaultValue()
                .map(TextNode::valueOf)
                .orElseThrow(() -> refused("parameter '" + operation.resource().name() + "' of '" + source.name()
                        + "' is missing, and the profile has no default value for it"));
    }

    private static JsonNode check(Operation operation, JsonNode value) throws Refusal {
        ResourceInfo.Properties resource = operation.resource().properties();
        if (value.isNull()) {
            return value;
        }
        Optional<String> mapped = mapped(operation, value);
        TypedValue typed =
                TypeCheck.check(resource.valueType(), mapped.isPresent() ? TextNode.valueOf(mapped.get()) : value);
        for (BigDecimal number : typed.numbers()) {
            String shown = Shown.text(number.toString());
            if (resource.minimum().isPresent()
                    && number.compareTo(resource.minimum().get()) < 0) {
                throw new Refusal("is " + shown + ", below its minimum "
                        + resource.minimum().get().toPlainString());
            }
            if (resource.maximum().isPresent()
                    && number.compareTo(resource.maximum().get()) > 0) {
                throw new Refusal("is " + shown + ", above its maximum "
                        + resource.maximum().get().toPlainString());
            }
        }
        requireAssertion(resource, typed);
        // The device service does the mapping: what it gets is what the client has written.
        return mapped.isPresent() ? TextNode.valueOf(Numbers.text(value)) : typed.sent();
    }

    /** What the device gets for a value of a command with mappings: the key whose value it is. */
    private static Optional<String> mapped(Operation operation, JsonNode value) throws Refusal {
        if (operation.mappings().isEmpty()) {
            return Optional.empty();
        }
        if (value.isValueNode()) {
            String text = Numbers.text(value);
            for (Map.Entry<String, String> mapping : operation.mappings().entrySet()) {
                if (mapping.getValue().equals(text)) {
                    return Optional.of(mapping.getKey());
                }
            }
            if (operation.mappings().containsKey(text)) {
                return Optional.of(text);
            }
        }
        throw new Refusal("is " + Shown.text(value.isTextual() ? "'" + value.textValue() + "'" : value.toString())
                + ", none of " + quoted(new TreeSet<>(operation.mappings().values())));
    }

    /** A device service takes a device for down as soon as it reads something else than the profile asserts. */
    private static void requireAssertion(ResourceInfo.Properties resource, TypedValue typed) throws Refusal {
        if (resource.assertion().isEmpty() || typed.sent().isContainerNode()) {
            return;
        }
        String asserted = resource.assertion();
        String text = typed.sent().asText();
        if (!text.equals(asserted) && !sameNumber(resource, typed, asserted)) {
            throw new Refusal("is " + Shown.text(text) + ", but the profile asserts that it is " + asserted);
        }
    }

    private static boolean sameNumber(ResourceInfo.Properties resource, TypedValue typed, String asserted) {
        if (!resource.valueType().isNumericScalar()) {
            return false;
        }
        try {
            BigDecimal expected = Numbers.ofText(resource.valueType(), asserted);
            return typed.numbers().get(0).compareTo(expected) == 0;
        } catch (Refusal e) {
            return false;
        }
    }

    private static CommandException refused(String message) {
        return new CommandException(BAD_REQUEST, message);
    }

    private static String quoted(Collection<String> names) {
        return names.stream()
                .limit(50)
                .map(name -> "'" + Shown.text(name) + "'")
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
    }
}
