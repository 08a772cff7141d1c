package io.graft.command.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.api.command.CommandException;
import io.graft.api.metadata.DeviceInfo;
import io.graft.api.metadata.ProfileInfo;
import io.graft.api.persistence.Page;
import io.graft.bus.binding.Envelope;
import io.graft.rest.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/** Answers questions for commands as EdgeX does over the bus: with the bodies of the REST API. */
final class BusQueries {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int DEFAULT_LIMIT = 20;

    private final Directory directory;
    private final Supplier<Settings> settings;

    BusQueries(Directory directory, Supplier<Settings> settings) {
        this.directory = directory;
        this.settings = settings;
    }

    byte[] all(Envelope request) {
        int most = settings.get().maxResultCount();
        int offset = number(request, "offset", 0, 0, Integer.MAX_VALUE);
        int limit = number(request, "limit", Math.min(DEFAULT_LIMIT, most), -1, most);
        Page<DeviceInfo> page = directory.devices(offset, limit < 0 ? most : limit);
        long total = page.total().orElse(0);
        if (offset > total && total > 0 && limit != 0) {
            throw new CommandException(416, "query objects bounds out of range. length:" + total + " offset:" + offset);
        }
        return envelope(request, out -> {
            out.writeNumberField("totalCount", total);
            CoreCommands.writeAll(page, settings.get().serviceUrl(), out);
        });
    }

    byte[] one(Envelope request, String name) {
        DeviceInfo device = directory.existing(name);
        ProfileInfo profile = Directory.profile(device);
        return envelope(request, out -> {
            out.writeFieldName("deviceCoreCommand");
            CoreCommands.write(device, profile, settings.get().serviceUrl(), out);
        });
    }

    private static byte[] envelope(Envelope request, Response.JsonBody fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("apiVersion", Response.API_VERSION);
            out.writeStringField("requestId", request.requestId());
            out.writeNumberField("statusCode", 200);
            fields.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static int number(Envelope request, String name, int absent, int min, int max) {
        String text = request.queryParams().getOrDefault(name, "");
        if (text.isEmpty()) {
            return absent;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new CommandException(400, "query parameter " + name + " is '" + text + "', not an integer", e);
        }
        throw new CommandException(
                400, "query parameter " + name + " is " + text + ", out of range [" + min + ", " + max + "]");
    }
}
