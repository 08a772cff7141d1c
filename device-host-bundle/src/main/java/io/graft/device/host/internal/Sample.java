package io.graft.device.host.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** The measurements of one moment. What could not be measured is absent. Used by one thread. */
final class Sample {

    private final Map<HostResource, String> values = new EnumMap<>(HostResource.class);

    /** Takes a count; a negative one means unknown. */
    void put(HostResource resource, long value) {
        if (value >= 0) {
            values.put(resource, Long.toString(value));
        }
    }

    /** Takes a measurement, to two decimals; what is not finite means unknown. */
    void put(HostResource resource, double value) {
        if (Double.isFinite(value)) {
            BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
            values.put(resource, rounded.stripTrailingZeros().toPlainString());
        }
    }

    /** Takes a share in percent, if the whole is more than nothing. */
    void putPercent(HostResource resource, long part, long whole) {
        if (whole > 0) {
            put(resource, Math.max(0, Math.min(100, 100.0 * part / whole)));
        }
    }

    /** The values as EdgeX writes them, in the order of the resources. */
    Map<HostResource, String> values() {
        return values;
    }

    /** The values by their resources' names. */
    Map<String, String> byLabel() {
        Map<String, String> named = new HashMap<>();
        values.forEach((resource, value) -> named.put(resource.label(), value));
        return named;
    }
}
