package io.graft.persistence.binding.internal.migration;

import io.graft.persistence.binding.MigrationRequest.Existing;
import io.graft.persistence.binding.MigrationStatus.Phase;
import io.graft.persistence.binding.StoreKind;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Properties;

/** The file that holds the state of one migration: the old content or the new one, whatever happens. */
final class StateFile {

    static final String ENDING = ".properties";

    private final Path file;

    StateFile(Path file) {
        this.file = file;
    }

    /** The file for a service's reference. */
    static StateFile in(Path folder, String service, String reference) {
        return new StateFile(folder.resolve(service + "." + reference + ENDING));
    }

    Path path() {
        return file;
    }

    void write(MigrationState state) throws IOException {
        Properties values = new Properties();
        values.setProperty("service", state.service());
        values.setProperty("reference", state.reference());
        values.setProperty("stores", state.stores().name());
        values.setProperty("from", state.from());
        values.setProperty("to", state.to());
        values.setProperty("phase", state.phase().name());
        values.setProperty("paused", Boolean.toString(state.paused()));
        values.setProperty("perSecond", Integer.toString(state.perSecond()));
        values.setProperty("rollbackWindow", state.rollbackWindow().toString());
        values.setProperty("existing", state.existing().name());
        values.setProperty("settled", Boolean.toString(state.settled()));
        values.setProperty("started", state.started().toString());
        state.flipped().ifPresent(when -> values.setProperty("flipped", when.toString()));
        state.rollbackUntil().ifPresent(when -> values.setProperty("rollbackUntil", when.toString()));
        values.setProperty("copied", Long.toString(state.counters().copied()));
        values.setProperty("total", Long.toString(state.counters().total()));
        values.setProperty("verified", Long.toString(state.counters().verified()));
        values.setProperty("repaired", Long.toString(state.counters().repaired()));
        values.setProperty("followed", Long.toString(state.counters().followed()));
        values.setProperty("message", state.message());
        StringWriter text = new StringWriter();
        values.store(text, "The state of a migration; written by the gateway");
        replace(text.toString());
    }

    /** @throws IOException if it can't be read, or holds something else */
    MigrationState read() throws IOException {
        Properties values = new Properties();
        try {
            values.load(new StringReader(Files.readString(file)));
            return new MigrationState(
                    required(values, "service"),
                    required(values, "reference"),
                    StoreKind.valueOf(required(values, "stores")),
                    required(values, "from"),
                    required(values, "to"),
                    Phase.valueOf(required(values, "phase")),
                    Boolean.parseBoolean(required(values, "paused")),
                    Integer.parseInt(required(values, "perSecond")),
                    Duration.parse(required(values, "rollbackWindow")),
                    Existing.valueOf(required(values, "existing")),
                    Boolean.parseBoolean(required(values, "settled")),
                    Instant.parse(required(values, "started")),
                    Optional.ofNullable(values.getProperty("flipped")).map(Instant::parse),
                    Optional.ofNullable(values.getProperty("rollbackUntil")).map(Instant::parse),
                    new MigrationState.Counters(
                            Long.parseLong(required(values, "copied")),
                            Long.parseLong(required(values, "total")),
                            Long.parseLong(required(values, "verified")),
                            Long.parseLong(required(values, "repaired")),
                            Long.parseLong(required(values, "followed"))),
                    required(values, "message"));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    private void replace(String text) throws IOException {
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.getParent())) {
            folder.force(true);
        }
    }

    private static String required(Properties values, String name) {
        String value = values.getProperty(name);
        if (value == null) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return value;
    }
}
