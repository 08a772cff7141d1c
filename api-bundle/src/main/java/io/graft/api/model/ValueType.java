package io.graft.api.model;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The 27 value types of EdgeX readings and device resources. */
public enum ValueType {
    BOOL("Bool"),
    STRING("String"),
    UINT8("Uint8"),
    UINT16("Uint16"),
    UINT32("Uint32"),
    UINT64("Uint64"),
    INT8("Int8"),
    INT16("Int16"),
    INT32("Int32"),
    INT64("Int64"),
    FLOAT32("Float32"),
    FLOAT64("Float64"),
    BINARY("Binary"),
    BOOL_ARRAY("BoolArray"),
    STRING_ARRAY("StringArray"),
    UINT8_ARRAY("Uint8Array"),
    UINT16_ARRAY("Uint16Array"),
    UINT32_ARRAY("Uint32Array"),
    UINT64_ARRAY("Uint64Array"),
    INT8_ARRAY("Int8Array"),
    INT16_ARRAY("Int16Array"),
    INT32_ARRAY("Int32Array"),
    INT64_ARRAY("Int64Array"),
    FLOAT32_ARRAY("Float32Array"),
    FLOAT64_ARRAY("Float64Array"),
    OBJECT("Object"),
    OBJECT_ARRAY("ObjectArray");

    private static final Map<String, ValueType> BY_NAME = new HashMap<>();

    static {
        for (ValueType type : values()) {
            BY_NAME.put(type.edgexName, type);
            BY_NAME.put(type.edgexName.toLowerCase(Locale.ROOT), type);
        }
    }

    private final String edgexName;

    ValueType(String edgexName) {
        this.edgexName = edgexName;
    }

    /** The canonical spelling, e.g. {@code Float64Array}. */
    public String edgexName() {
        return edgexName;
    }

    /** The type with this name, whatever its case. */
    public static Optional<ValueType> of(String name) {
        ValueType exact = BY_NAME.get(name);
        return Optional.ofNullable(exact != null ? exact : BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Whether the elements are numbers of a fixed-width integer type, scalar or array. */
    public boolean isInteger() {
        return edgexName.startsWith("Int") || edgexName.startsWith("Uint");
    }

    /** Whether the elements are unsigned integers, scalar or array. */
    public boolean isUnsigned() {
        return edgexName.startsWith("Uint");
    }

    /** Whether the elements are floating-point numbers, scalar or array. */
    public boolean isFloat() {
        return edgexName.startsWith("Float");
    }

    /** Whether this is an array of elements; {@code ObjectArray} included. */
    public boolean isArray() {
        return edgexName.endsWith("Array");
    }

    /** Whether values of this type are single numbers and so can be summed and averaged. */
    public boolean isNumericScalar() {
        return !isArray() && (isInteger() || isFloat());
    }
}
