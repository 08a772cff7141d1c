package io.graft.command.internal.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;

/**
 * A value that fits its type.
 *
 * @param sent as device services understand it: text for everything but objects, which EdgeX's read in no other way
 * @param numbers its numbers where it is numeric: one, or those of an array
 */
record TypedValue(JsonNode sent, List<BigDecimal> numbers) {

    TypedValue {
        numbers = List.copyOf(numbers);
    }
}
