package io.graft.shell.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.graft.api.command.CommandParameter;
import io.graft.api.command.CommandReply;
import io.graft.api.command.DeviceCommand;
import io.graft.api.command.DeviceCommands;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.karaf.shell.support.table.ShellTable;

/** How devices' commands and readings are shown. */
final class CommandView {

    private static final long NANOS = 1_000_000_000L;
    private static final int LONGEST = 160;
    private static final int LONGEST_LIST = 80;

    private CommandView() {}

    static ShellTable devices(List<DeviceCommands> devices) {
        ShellTable table = Views.table("Device", "Profile", "Commands");
        devices.forEach(device -> table.addRow()
                .addContent(
                        device.deviceName(),
                        device.profileName(),
                        shortened(
                                device.commands().stream()
                                        .map(DeviceCommand::name)
                                        .collect(Collectors.joining(", ")),
                                LONGEST_LIST)));
        return table.emptyTableText("no device that has a profile is registered");
    }

    static ShellTable commands(DeviceCommands device) {
        ShellTable table = Views.table("Command", "Read", "Write", "Parameters");
        device.commands().forEach(command -> table.addRow()
                .addContent(
                        command.name(),
                        command.readable() ? "yes" : "",
                        command.writable() ? "yes" : "",
                        shortened(
                                command.parameters().stream()
                                        .map(parameter -> text(parameter, command.writable()))
                                        .collect(Collectors.joining("; ")),
                                LONGEST)));
        return table.emptyTableText("its profile has no command and no resource that is shown");
    }

    /** The readings of an event. */
    static ShellTable readings(JsonNode event) {
        ShellTable table = Views.table("Resource", "Value", "Units", "Type", "Measured");
        event.path("readings").forEach(reading -> table.addRow()
                .addContent(
                        reading.path("resourceName").asText(),
                        value(reading),
                        reading.path("units").asText(),
                        reading.path("valueType").asText(),
                        time(reading.path("origin").asLong())));
        return table.emptyTableText("the event has no reading");
    }

    static Map<String, Object> of(DeviceCommands device) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("deviceName", device.deviceName());
        view.put("profileName", device.profileName());
        view.put("commands", device.commands().stream().map(CommandView::of).toList());
        return view;
    }

    /** The answer of a device service; missing where there is none. */
    static JsonNode parse(CommandReply reply) throws IOException {
        if (reply.body().length == 0) {
            return MissingNode.getInstance();
        }
        boolean cbor = reply.contentType().startsWith("application/cbor");
        return (cbor ? new CBORMapper() : JsonMapper.builder().build()).readTree(reply.body());
    }

    private static Map<String, Object> of(DeviceCommand command) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", command.name());
        view.put("get", command.readable());
        view.put("set", command.writable());
        view.put(
                "parameters", command.parameters().stream().map(CommandView::of).toList());
        return view;
    }

    private static Map<String, Object> of(CommandParameter parameter) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("resourceName", parameter.resourceName());
        view.put("valueType", parameter.valueType());
        if (!parameter.units().isEmpty()) {
            view.put("units", parameter.units());
        }
        parameter.minimum().ifPresent(minimum -> view.put("minimum", minimum));
        parameter.maximum().ifPresent(maximum -> view.put("maximum", maximum));
        parameter.defaultValue().ifPresent(value -> view.put("defaultValue", value));
        if (!parameter.allowed().isEmpty()) {
            view.put("allowed", parameter.allowed());
        }
        return view;
    }

    /** E.g. {@code Target Int16 5 to 30 °C, default 21}. */
    private static String text(CommandParameter parameter, boolean writable) {
        StringBuilder text =
                new StringBuilder(parameter.resourceName()).append(' ').append(parameter.valueType());
        if (writable) {
            String from =
                    parameter.minimum().map(value -> value.toPlainString()).orElse("");
            String to = parameter.maximum().map(value -> value.toPlainString()).orElse("");
            if (!from.isEmpty() && !to.isEmpty()) {
                text.append(' ').append(from).append(" to ").append(to);
            } else if (!from.isEmpty()) {
                text.append(" from ").append(from);
            } else if (!to.isEmpty()) {
                text.append(" up to ").append(to);
            }
        }
        if (!parameter.units().isEmpty()) {
            text.append(' ').append(parameter.units());
        }
        if (writable && !parameter.allowed().isEmpty()) {
            text.append(", one of ")
                    .append(parameter.allowed().stream().sorted().collect(Collectors.joining(" ")));
        }
        if (writable) {
            parameter.defaultValue().ifPresent(value -> text.append(", default ")
                    .append(value));
        }
        return text.toString();
    }

    /** The value of a reading, in words. */
    static String value(JsonNode reading) {
        JsonNode value = reading.path("value");
        if (!value.isMissingNode() && !value.isNull()) {
            return shortened(value.isTextual() ? value.textValue() : value.toString(), LONGEST);
        }
        JsonNode object = reading.path("objectValue");
        if (!object.isMissingNode() && !object.isNull()) {
            return shortened(object.toString(), LONGEST);
        }
        JsonNode binary = reading.path("binaryValue");
        if (binary.isMissingNode() || binary.isNull()) {
            return "none";
        }
        try {
            return binary.binaryValue().length + " bytes of "
                    + reading.path("mediaType").asText();
        } catch (IOException e) {
            return "bytes that can't be read";
        }
    }

    private static String shortened(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "…";
    }

    private static String time(long origin) {
        return Instant.ofEpochSecond(origin / NANOS, origin % NANOS).toString();
    }
}
