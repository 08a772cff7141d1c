package io.graft.coredata.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.Aggregate;
import io.graft.api.persistence.AggregateFunction;
import java.io.IOException;
import java.math.BigInteger;

/** Writes aggregates as the readings that EdgeX answers: the value a number, or empty text where there is none. */
final class AggregateWriter {

    private AggregateWriter() {}

    static void write(JsonGenerator out, Aggregate group, AggregateFunction function) throws IOException {
        out.writeStartObject();
        out.writeStringField("deviceName", group.deviceName());
        out.writeStringField("resourceName", group.resourceName());
        if (!group.profileName().isEmpty()) {
            out.writeStringField("profileName", group.profileName());
        }
        out.writeStringField("valueType", type(group, function).edgexName());
        out.writeFieldName("value");
        Number value = group.value().orElse(null);
        if (value == null) {
            out.writeString("");
        } else if (value instanceof Double number) {
            out.writeNumber(number);
        } else if (value instanceof BigInteger number) {
            out.writeNumber(number);
        } else {
            out.writeNumber(value.longValue());
        }
        out.writeEndObject();
    }

    private static ValueType type(Aggregate group, AggregateFunction function) {
        ValueType type = group.valueType();
        if (group.value().isEmpty()) {
            return type;
        }
        return switch (function) {
            case COUNT -> ValueType.UINT64;
            case AVG -> ValueType.FLOAT64;
            case MIN, MAX, SUM ->
                type.isFloat() ? ValueType.FLOAT64 : type.isUnsigned() ? ValueType.UINT64 : ValueType.INT64;
        };
    }
}
