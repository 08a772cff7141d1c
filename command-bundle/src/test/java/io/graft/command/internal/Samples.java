package io.graft.command.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graft.api.metadata.CommandInfo;
import io.graft.api.metadata.ProfileInfo;
import io.graft.api.metadata.ResourceInfo;
import io.graft.api.model.ValueType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A thermostat with something of everything. */
public final class Samples {

    public static final ProfileInfo PROFILE = new ProfileInfo(
            "Thermostat",
            List.of(
                    resource("Target", ValueType.INT16, "RW", "5", "30", "21", ""),
                    resource("Temperature", ValueType.FLOAT32, "R", null, null, "", ""),
                    resource("Reset", ValueType.BOOL, "W", null, null, "", ""),
                    resource("Mode", ValueType.UINT8, "RW", null, null, "", ""),
                    resource("Secret", ValueType.STRING, "RW", null, null, "", "", true),
                    resource("Safety", ValueType.INT32, "RW", null, null, "", "1"),
                    resource("Curve", ValueType.INT32_ARRAY, "RW", "0", "100", "", ""),
                    resource("Layout", ValueType.OBJECT, "RW", null, null, "", "")),
            List.of(
                    new CommandInfo(
                            "Heating",
                            false,
                            true,
                            true,
                            List.of(
                                    new CommandInfo.Operation("Target", "", Map.of()),
                                    new CommandInfo.Operation("Mode", "", Map.of("0", "off", "1", "eco", "2", "on")))),
                    new CommandInfo(
                            "Hidden",
                            true,
                            false,
                            true,
                            List.of(new CommandInfo.Operation("Reset", "true", Map.of())))));

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Samples() {}

    public static ResourceInfo resource(
            String name, ValueType type, String rw, String min, String max, String defaultValue, String assertion) {
        return resource(name, type, rw, min, max, defaultValue, assertion, false);
    }

    private static ResourceInfo resource(
            String name,
            ValueType type,
            String rw,
            String min,
            String max,
            String defaultValue,
            String assertion,
            boolean hidden) {
        ResourceInfo.Properties properties = new ResourceInfo.Properties(
                type,
                rw.contains("R"),
                rw.contains("W"),
                "",
                Optional.ofNullable(min).map(BigDecimal::new),
                Optional.ofNullable(max).map(BigDecimal::new),
                defaultValue,
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                assertion,
                "",
                Map.of());
        return new ResourceInfo(name, "", hidden, properties, Map.of(), Map.of());
    }

    /** JSON with apostrophes for quotes. */
    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
