package io.graft.persistence.binding;

import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where events go that were acknowledged and that no store will take: a file that people can read. One thread's. */
final class Rejects {

    private static final Logger LOG = LoggerFactory.getLogger(Rejects.class);
    private static final String FILE = "rejected.jsonl";
    private static final String OLDER = "rejected.old.jsonl";
    private static final long MOST_BYTES = 64L << 20;
    private static final long LOG_INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    private final String service;
    private final Path directory;
    private final Ticks ticks;
    private long unsaid;
    private long saidAt;
    private boolean said;

    Rejects(String service, Path directory, Ticks ticks) {
        this.service = service;
        this.directory = directory;
        this.ticks = ticks;
    }

    /**
     * Keeps an event; durable on return.
     *
     * @param why what the store said
     */
    void add(Event event, String why) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(FILE);
        if (Files.exists(file) && Files.size(file) > MOST_BYTES) {
            LOG.error("{}: {} is larger than {} bytes and takes the place of {}", service, file, MOST_BYTES, OLDER);
            Files.move(file, directory.resolve(OLDER), StandardCopyOption.REPLACE_EXISTING);
        }
        Instant now = Instant.ofEpochMilli(ticks.millis().getAsLong());
        StringBuilder line = new StringBuilder("{\"rejected\":");
        quote(line, now.toString());
        line.append(",\"reason\":");
        quote(line, why);
        line.append(",\"event\":");
        write(line, event);
        line.append("}\n");
        ByteBuffer bytes = ByteBuffer.wrap(line.toString().getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        say(event, why, file);
    }

    private void say(Event event, String why, Path file) {
        unsaid++;
        long now = ticks.nanos().getAsLong();
        if (!said || now - saidAt >= LOG_INTERVAL_NANOS) {
            LOG.error(
                    "{}: {} acknowledged events are such as the store does not take, e.g. {} of device {}: {}; they are"
                            + " in {}",
                    service,
                    unsaid,
                    event.id(),
                    event.deviceName(),
                    why,
                    file);
            said = true;
            saidAt = now;
            unsaid = 0;
        }
    }

    private static void write(StringBuilder out, Event event) {
        field(out.append('{'), "id", event.id().toString());
        field(out.append(','), "deviceName", event.deviceName());
        field(out.append(','), "profileName", event.profileName());
        field(out.append(','), "sourceName", event.sourceName());
        out.append(",\"origin\":").append(event.origin()).append(",\"readings\":[");
        String separator = "";
        for (Reading reading : event.readings()) {
            out.append(separator);
            write(out, reading);
            separator = ",";
        }
        json(out.append(']'), "tags", event.tags());
        json(out, "extensions", event.extensions());
        out.append('}');
    }

    private static void write(StringBuilder out, Reading reading) {
        field(out.append('{'), "deviceName", reading.deviceName());
        field(out.append(','), "profileName", reading.profileName());
        field(out.append(','), "resourceName", reading.resourceName());
        out.append(",\"origin\":").append(reading.origin());
        field(out.append(','), "valueType", reading.valueType().toString());
        field(out.append(','), "units", reading.units());
        if (reading.value() instanceof ReadingValue.Text text) {
            field(out.append(','), "value", text.text());
        } else if (reading.value() instanceof ReadingValue.Binary binary) {
            field(out.append(','), "binaryValue", Base64.getEncoder().encodeToString(binary.bytes()));
            field(out.append(','), "mediaType", binary.mediaType());
        } else if (reading.value() instanceof ReadingValue.Json json) {
            json(out, "objectValue", json.json());
        }
        json(out, "tags", reading.tags());
        json(out, "extensions", reading.extensions());
        out.append('}');
    }

    private static void field(StringBuilder out, String name, String value) {
        out.append('"').append(name).append("\":");
        quote(out, value);
    }

    /** JSON as it is, on one line: its strings hold no line ends. */
    private static void json(StringBuilder out, String name, JsonText value) {
        if (value != null) {
            out.append(",\"").append(name).append("\":");
            out.append(value.text().replace('\n', ' ').replace('\r', ' '));
        }
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == '"' || each == '\\') {
                out.append('\\').append(each);
            } else if (each < ' ' || Character.isSurrogate(each)) {
                out.append("\\u%04x".formatted((int) each));
            } else {
                out.append(each);
            }
        }
        out.append('"');
    }
}
