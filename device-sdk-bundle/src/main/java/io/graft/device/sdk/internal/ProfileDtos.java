package io.graft.device.sdk.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.api.model.ValueType;
import io.graft.device.sdk.DeviceCommand;
import io.graft.device.sdk.DeviceProfile;
import io.graft.device.sdk.DeviceResource;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Device profiles, from EdgeX's JSON and YAML. */
final class ProfileDtos {

    private static final BigInteger MASK = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private ProfileDtos() {}

    /**
     * A profile as its author wrote it.
     *
     * @throws IllegalArgumentException if it is none
     */
    static ObjectNode parse(String text) {
        try {
            JsonNode tree = Json.yaml(text);
            if (tree instanceof ObjectNode dto) {
                profile(dto);
                return dto;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("a device profile is neither YAML nor JSON: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("a device profile is no YAML or JSON object");
    }

    /** @throws IllegalArgumentException if it has no name, or a resource has no value type that EdgeX knows */
    static DeviceProfile profile(JsonNode dto) {
        List<DeviceResource> resources = new ArrayList<>();
        Json.field(dto, "deviceResources").forEach(each -> resources.add(resource(each)));
        List<DeviceCommand> commands = new ArrayList<>();
        Json.field(dto, "deviceCommands").forEach(each -> commands.add(command(each)));
        return new DeviceProfile(Dtos.name(dto, "device profile"), resources, commands);
    }

    /**
     * Whether a profile of core-metadata has all that one of the service has: resources of the same type, unit and
     * access, and commands of the same resources. What else an operator has added or changed is theirs.
     */
    static boolean covers(JsonNode theirs, JsonNode ours) {
        return essence(theirs).containsAll(essence(ours));
    }

    private static Set<List<String>> essence(JsonNode profile) {
        Set<List<String>> essence = new HashSet<>();
        Json.field(profile, "deviceResources").forEach(each -> {
            JsonNode properties = Json.field(each, "properties");
            essence.add(List.of(
                    "resource",
                    Json.text(each, "name"),
                    Json.text(properties, "valueType"),
                    Json.text(properties, "units"),
                    access(properties)));
        });
        Json.field(profile, "deviceCommands").forEach(each -> {
            List<String> command = new ArrayList<>(List.of("command", Json.text(each, "name"), access(each)));
            Json.field(each, "resourceOperations")
                    .forEach(operation -> command.add(Json.text(operation, "deviceResource")));
            essence.add(command);
        });
        return essence;
    }

    private static String access(JsonNode dto) {
        String access = Json.text(dto, "readWrite");
        return access.equals("WR") ? "RW" : access;
    }

    private static DeviceResource resource(JsonNode dto) {
        String name = Dtos.name(dto, "device resource");
        JsonNode properties = Json.field(dto, "properties");
        String type = Json.text(properties, "valueType");
        String access = access(properties);
        return new DeviceResource(
                name,
                ValueType.of(type)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "device resource " + name + " has the value type '" + type + "', which there is not")),
                access.contains("R"),
                access.contains("W"),
                Json.text(properties, "units"),
                Json.map(Json.field(dto, "attributes")),
                new DeviceResource.Limits(
                        Json.number(properties, "minimum"),
                        Json.number(properties, "maximum"),
                        Json.text(properties, "defaultValue")),
                transform(properties),
                Json.text(properties, "mediaType"),
                Json.map(Json.field(dto, "tags")));
    }

    private static DeviceResource.Transform transform(JsonNode properties) {
        BigDecimal mask = Json.number(properties, "mask");
        BigDecimal shift = Json.number(properties, "shift");
        return new DeviceResource.Transform(
                mask == null || mask.signum() == 0 ? null : mask.toBigInteger().and(MASK),
                shift == null || shift.signum() == 0 ? null : shift.longValue(),
                unless(Json.number(properties, "base"), BigDecimal.ZERO),
                unless(Json.number(properties, "scale"), BigDecimal.ONE),
                unless(Json.number(properties, "offset"), BigDecimal.ZERO),
                Json.text(properties, "assertion"));
    }

    private static BigDecimal unless(BigDecimal value, BigDecimal nothing) {
        return value == null || value.compareTo(nothing) == 0 ? null : value;
    }

    private static DeviceCommand command(JsonNode dto) {
        List<DeviceCommand.Operation> operations = new ArrayList<>();
        Json.field(dto, "resourceOperations").forEach(each -> {
            Map<String, String> mappings = new LinkedHashMap<>();
            Json.field(each, "mappings")
                    .properties()
                    .forEach(mapping ->
                            mappings.put(mapping.getKey(), mapping.getValue().asText()));
            operations.add(new DeviceCommand.Operation(
                    Json.text(each, "deviceResource"), Json.text(each, "defaultValue"), mappings));
        });
        String access = access(dto);
        return new DeviceCommand(
                Dtos.name(dto, "device command"),
                access.contains("R"),
                access.contains("W"),
                operations,
                Json.map(Json.field(dto, "tags")));
    }
}
