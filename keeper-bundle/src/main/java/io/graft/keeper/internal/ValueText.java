package io.graft.keeper.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.rest.ApiException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the texts that are kept out of the JSON that clients send. */
final class ValueText {

    private ValueText() {}

    /**
     * The value of one key.
     *
     * @param value not null
     * @throws ApiException 400 if it is a number without a finite value
     */
    static String of(Key key, JsonNode value) {
        if (value.isTextual()) {
            return value.textValue();
        }
        if (value.isFloatingPointNumber()) {
            double number = value.doubleValue();
            if (!Double.isFinite(number)) {
                throw ApiException.invalid(
                        "value of key '" + key.path() + "' is beyond a 64-bit floating-point number");
            }
            return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
        }
        return value.toString();
    }

    /**
     * The values of the key and those below it: every object becomes a level of keys. Nulls and empty objects have no
     * key.
     */
    static Map<Key, JsonNode> flatten(Key key, JsonNode value) {
        Map<Key, JsonNode> leaves = new LinkedHashMap<>();
        flatten(key, value, leaves);
        return leaves;
    }

    private static void flatten(Key key, JsonNode value, Map<Key, JsonNode> leaves) {
        if (value.isObject()) {
            value.properties().forEach(field -> flatten(key.child(field.getKey()), field.getValue(), leaves));
        } else if (!value.isNull()) {
            leaves.put(key, value);
        }
    }
}
