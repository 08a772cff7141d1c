package io.graft.command.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.api.metadata.DeviceInfo;
import io.graft.api.metadata.ProfileInfo;
import io.graft.api.persistence.Page;
import io.graft.command.internal.check.Operation;
import io.graft.command.internal.check.Source;
import java.io.IOException;
import java.util.List;

/** Writes EdgeX's {@code DeviceCoreCommand}: a device with its commands, and how to ask for them. */
final class CoreCommands {

    private CoreCommands() {}

    /** Writes the field {@code deviceCoreCommands}: the devices that have a profile. */
    static void writeAll(Page<DeviceInfo> page, String url, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("deviceCoreCommands");
        for (DeviceInfo device : page.items()) {
            if (device.profile().isPresent()) {
                write(device, device.profile().get(), url, out);
            }
        }
        out.writeEndArray();
    }

    static void write(DeviceInfo device, ProfileInfo profile, String url, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("deviceName", device.name());
        out.writeStringField("profileName", profile.name());
        List<Source> listed = Source.listed(profile);
        if (!listed.isEmpty()) {
            out.writeArrayFieldStart("coreCommands");
            for (Source source : listed) {
                write(device.name(), source, url, out);
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private static void write(String device, Source source, String url, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", source.name());
        if (source.readable()) {
            out.writeBooleanField("get", true);
        }
        if (source.writable()) {
            out.writeBooleanField("set", true);
        }
        out.writeStringField("path", "/api/v3/device/name/" + device + "/" + source.name());
        if (!url.isEmpty()) {
            out.writeStringField("url", url);
        }
        out.writeArrayFieldStart("parameters");
        for (Operation operation : source.operations()) {
            out.writeStartObject();
            out.writeStringField("resourceName", operation.resource().name());
            out.writeStringField(
                    "valueType", operation.resource().properties().valueType().edgexName());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
