package io.graft.metadata.internal.uom;

import io.graft.metadata.internal.json.Json;
import io.graft.metadata.internal.json.Yaml;
import io.graft.rest.ApiException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** The units of measure in force: those that come with the gateway, or those of a file. Thread-safe. */
public final class KnownUnits {

    private static final String BUILT_IN = "units.yaml";
    private static final int MAX_BYTES = 1_000_000;

    /**
     * The units of one file.
     *
     * @param units as they are served
     * @param all every unit
     */
    public record Loaded(Units units, Set<String> all) {

        /** Whether this is a unit; no unit at all is one. */
        public boolean knows(String unit) {
            return unit.isEmpty() || all.contains(unit);
        }
    }

    private final Json json;
    private volatile Loaded current;

    public KnownUnits(Json json) {
        this.json = json;
        this.current = builtIn();
    }

    public Loaded current() {
        return current;
    }

    /**
     * Puts the units of a file in force.
     *
     * @param file the path, or empty for the units that come with the gateway
     * @throws IOException if it can't be read or understood; then the units stay as they are
     */
    public void use(String file) throws IOException {
        current = file.isEmpty() ? builtIn() : of(Path.of(file));
    }

    private Loaded of(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " has more than " + MAX_BYTES + " bytes");
        }
        try {
            return parse(Files.readAllBytes(file));
        } catch (ApiException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private Loaded builtIn() {
        try (InputStream in = KnownUnits.class.getResourceAsStream(BUILT_IN)) {
            return parse(in.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException("the bundle's " + BUILT_IN + " can't be read", e);
        }
    }

    private Loaded parse(byte[] yaml) {
        Units units = json.bindYaml(Yaml.read(yaml, MAX_BYTES), Units.class);
        return new Loaded(units, units.all());
    }
}
