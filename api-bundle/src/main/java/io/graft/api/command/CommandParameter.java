package io.graft.api.command;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A resource that a command reads and writes.
 *
 * @param resourceName its name
 * @param valueType the name of its type, e.g. {@code Int16}
 * @param units its unit of measure, empty for none
 * @param minimum the least value that may be written
 * @param maximum the greatest value that may be written
 * @param defaultValue what is written when no value is given
 * @param allowed the only values that may be written; empty where there is no such list
 */
public record CommandParameter(
        String resourceName,
        String valueType,
        String units,
        Optional<BigDecimal> minimum,
        Optional<BigDecimal> maximum,
        Optional<String> defaultValue,
        List<String> allowed) {

    public CommandParameter {
        Objects.requireNonNull(resourceName, "resourceName");
        Objects.requireNonNull(valueType, "valueType");
        Objects.requireNonNull(units, "units");
        Objects.requireNonNull(minimum, "minimum");
        Objects.requireNonNull(maximum, "maximum");
        Objects.requireNonNull(defaultValue, "defaultValue");
        allowed = List.copyOf(allowed);
    }
}
