package io.graft.metadata.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;

/** What a plain scalar means, by the core schema of YAML 1.2. */
final class YamlScalar {

    private static final int MAX_NUMBER_LENGTH = 1000;
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,6})?");
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE");

    private YamlScalar() {}

    static JsonNode resolve(String text, JsonNodeFactory nodes) {
        if (NULL.contains(text)) {
            return nodes.nullNode();
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return nodes.booleanNode(TRUE.contains(text));
        }
        if (text.length() > MAX_NUMBER_LENGTH) {
            return nodes.textNode(text);
        }
        if (INTEGER.matcher(text).matches()) {
            return integer(new BigInteger(text), nodes);
        }
        if (OCTAL.matcher(text).matches()) {
            return integer(new BigInteger(text.substring(2), 8), nodes);
        }
        if (HEXADECIMAL.matcher(text).matches()) {
            return integer(new BigInteger(text.substring(2), 16), nodes);
        }
        return DECIMAL.matcher(text).matches() ? nodes.numberNode(new BigDecimal(text)) : nodes.textNode(text);
    }

    private static JsonNode integer(BigInteger value, JsonNodeFactory nodes) {
        return value.bitLength() < Long.SIZE ? nodes.numberNode(value.longValue()) : nodes.numberNode(value);
    }
}
