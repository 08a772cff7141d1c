package io.graft.command.internal.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.graft.api.model.ValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Holds values against the 27 types, as EdgeX's device services read them. */
final class TypeCheck {

    private static final Set<String> BOOLEANS =
            Set.of("1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private TypeCheck() {}

    /**
     * Checks a value.
     *
     * @param value not null and not a JSON null
     * @throws Refusal if it is none of the type
     */
    static TypedValue check(ValueType type, JsonNode value) throws Refusal {
        if (type != ValueType.STRING && value.isTextual() && value.textValue().isBlank()) {
            throw new Refusal("is an empty text, not " + article(type));
        }
        return switch (type) {
            case STRING -> text(type, value);
            case BOOL -> bool(type, value);
            case BINARY -> throw new Refusal("is of the type Binary, which can't be written");
            case OBJECT -> new TypedValue(json(type, value, JsonNode::isObject), List.of());
            case OBJECT_ARRAY -> objects(type, value);
            case BOOL_ARRAY -> array(type, value, JsonNode::isBoolean);
            case STRING_ARRAY -> array(type, value, JsonNode::isTextual);
            default -> type.isArray() ? array(type, value, JsonNode::isNumber) : number(type, value);
        };
    }

    private static TypedValue text(ValueType type, JsonNode value) throws Refusal {
        if (value.isContainerNode()) {
            throw isNot(type, value);
        }
        return new TypedValue(TextNode.valueOf(Numbers.text(value)), List.of());
    }

    private static TypedValue bool(ValueType type, JsonNode value) throws Refusal {
        if (value.isContainerNode() || !BOOLEANS.contains(value.asText())) {
            throw isNot(type, value);
        }
        return new TypedValue(TextNode.valueOf(Numbers.text(value)), List.of());
    }

    private static TypedValue number(ValueType type, JsonNode value) throws Refusal {
        if (value.isTextual()) {
            return new TypedValue(value, List.of(Numbers.ofText(type, value.textValue())));
        }
        boolean finite = value.isNumber() && (value.isBigDecimal() || Double.isFinite(value.doubleValue()));
        if (!finite) {
            throw isNot(type, value);
        }
        BigDecimal number = Numbers.ofJson(type, value.decimalValue());
        return new TypedValue(TextNode.valueOf(Numbers.plain(number)), List.of(number));
    }

    private static TypedValue array(ValueType type, JsonNode value, Predicate<JsonNode> element) throws Refusal {
        JsonNode elements = json(type, bracketed(type, value), JsonNode::isArray);
        List<BigDecimal> numbers = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            JsonNode each = elements.get(i);
            if (!element.test(each)) {
                throw new Refusal(
                        "has the element " + Shown.text(each.toString()) + ", which is not one of " + article(type));
            }
            if (each.isNumber()) {
                try {
                    numbers.add(Numbers.ofJson(type, each.decimalValue()));
                } catch (Refusal e) {
                    throw new Refusal("has an element that " + e.getMessage());
                }
            }
        }
        return new TypedValue(value.isTextual() ? value : TextNode.valueOf(written(elements, numbers)), numbers);
    }

    private static String written(JsonNode elements, List<BigDecimal> numbers) {
        return numbers.isEmpty()
                ? elements.toString()
                : numbers.stream().map(Numbers::plain).collect(Collectors.joining(",", "[", "]"));
    }

    /** Device services take the elements of unsigned arrays without brackets, too. */
    private static JsonNode bracketed(ValueType type, JsonNode value) {
        return type.isUnsigned()
                        && value.isTextual()
                        && !value.textValue().strip().startsWith("[")
                ? TextNode.valueOf("[" + value.textValue() + "]")
                : value;
    }

    private static TypedValue objects(ValueType type, JsonNode value) throws Refusal {
        JsonNode elements = json(type, value, JsonNode::isArray);
        for (JsonNode each : elements) {
            if (!each.isObject()) {
                throw new Refusal("has the element " + Shown.text(each.toString()) + ", which is no object");
            }
        }
        return new TypedValue(elements, List.of());
    }

    private static JsonNode json(ValueType type, JsonNode value, Predicate<JsonNode> shape) throws Refusal {
        JsonNode read = value;
        if (value.isTextual()) {
            try {
                read = JSON.readTree(value.textValue());
            } catch (JsonProcessingException e) {
                throw isNot(type, value);
            }
        }
        if (!shape.test(read)) {
            throw isNot(type, value);
        }
        return read;
    }

    private static Refusal isNot(ValueType type, JsonNode value) {
        return new Refusal("is " + Shown.text(value.isTextual() ? "'" + value.textValue() + "'" : value.toString())
                + ", not " + article(type));
    }

    private static String article(ValueType type) {
        String name = type.edgexName();
        return ("AEIOU".indexOf(name.charAt(0)) >= 0 && !name.startsWith("U") ? "an " : "a ") + name;
    }
}
