package io.graft.keeper.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.Setting;
import java.util.Locale;

/**
 * A setting of a service of the gateway, as a key.
 *
 * @param key EdgeX's whole key, e.g. {@code edgex/v4/core-data/Writable/PersistData}
 * @param service the service's name
 * @param pid the PID of the service's configuration
 * @param setting the setting with the value in force
 * @param created when the service was first seen, in milliseconds since 1970
 * @param modified when the service last changed its settings, in milliseconds since 1970
 */
record ServiceSetting(String key, String service, String pid, Setting setting, long created, long modified) {

    Kv kv() {
        return new Kv(key, text(setting.value()), created, modified);
    }

    /**
     * The value as this setting's type.
     *
     * @throws ApiException 400 if it is of another type or out of its range
     */
    Object typed(JsonNode value) {
        String text = value.isValueNode() ? value.asText() : value.toString();
        Object now = setting.value();
        if (now instanceof Boolean) {
            return asBoolean(text);
        }
        if (now instanceof Long) {
            try {
                return Long.valueOf(text.strip());
            } catch (NumberFormatException e) {
                throw wrong(text, "a 64-bit integer", e);
            }
        }
        if (now instanceof Double) {
            return asDouble(text);
        }
        if (!value.isValueNode()) {
            throw wrong(text, "a text", null);
        }
        return text;
    }

    /** A setting's value as text, as Config Admin and EdgeX have it. */
    static String text(Object value) {
        return value.toString();
    }

    private Boolean asBoolean(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(text, "true or false", null);
        };
    }

    private Double asDouble(String text) {
        try {
            double number = Double.parseDouble(text.strip());
            if (Double.isFinite(number)) {
                return number;
            }
            throw wrong(text, "a finite 64-bit floating-point number", null);
        } catch (NumberFormatException e) {
            throw wrong(text, "a 64-bit floating-point number", e);
        }
    }

    private ApiException wrong(String text, String type, Throwable cause) {
        String shown = text.length() > 80 ? text.substring(0, 80) + "..." : text;
        return new ApiException(
                ErrorKind.CONTRACT_INVALID, "value '" + shown + "' of key '" + key + "' is not " + type, cause);
    }
}
