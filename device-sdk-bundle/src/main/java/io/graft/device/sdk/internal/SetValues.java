package io.graft.device.sdk.internal;

import io.graft.device.sdk.DeviceCommand;
import io.graft.device.sdk.DeviceResource;
import io.graft.device.sdk.ResourceValue;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks what a command wants to write, and makes it what the device takes. */
final class SetValues {

    private SetValues() {}

    /**
     * Checks all values.
     *
     * @param values by resource, as JSON has them
     * @return what the device is given
     * @throws ApiException 400 naming resource, value and limit
     */
    static List<ResourceValue> check(Sources.Source source, Map<String, Object> values) {
        List<ResourceValue> taken = new ArrayList<>();
        for (DeviceResource resource : source.resources()) {
            DeviceCommand.Operation operation =
                    source.operation(resource.name()).orElse(null);
            try {
                Object value = Values.of(resource, unmapped(operation, wanted(resource, operation, values)));
                limits(resource, value);
                Object written = Transforms.write(resource, value);
                taken.add(ResourceValue.of(resource, Values.forDriver(resource.valueType(), written)));
            } catch (IllegalArgumentException e) {
                throw new ApiException(ErrorKind.CONTRACT_INVALID, e.getMessage(), e);
            }
        }
        return taken;
    }

    private static Object wanted(
            DeviceResource resource, DeviceCommand.Operation operation, Map<String, Object> values) {
        Object value = values.get(resource.name());
        if (value != null) {
            return value;
        }
        if (operation != null && !operation.defaultValue().isEmpty()) {
            return operation.defaultValue();
        }
        if (!resource.limits().defaultValue().isEmpty()) {
            return resource.limits().defaultValue();
        }
        throw ApiException.invalid(
                "DeviceResource " + resource.name() + " not found in request body and no default value defined");
    }

    private static Object unmapped(DeviceCommand.Operation operation, Object value) {
        if (operation != null) {
            for (Map.Entry<String, String> each : operation.mappings().entrySet()) {
                if (each.getValue().equals(value)) {
                    return each.getKey();
                }
            }
        }
        return value;
    }

    private static void limits(DeviceResource resource, Object value) {
        if (!resource.valueType().isNumericScalar()) {
            return;
        }
        String text = Values.text(resource.valueType(), value);
        if (value instanceof Double number && !Double.isFinite(number)) {
            throw new IllegalArgumentException(resource.name() + " = " + text + " is no number that can be written");
        }
        BigDecimal number = new BigDecimal(text);
        BigDecimal minimum = resource.limits().minimum();
        BigDecimal maximum = resource.limits().maximum();
        boolean below = minimum != null && number.compareTo(minimum) < 0;
        boolean above = maximum != null && number.compareTo(maximum) > 0;
        if (below || above) {
            throw new IllegalArgumentException(resource.name() + " = " + text + " is out of its limits: "
                    + (minimum == null ? "no" : minimum.toPlainString()) + " minimum, "
                    + (maximum == null ? "no" : maximum.toPlainString()) + " maximum");
        }
    }
}
