package io.graft.bus.binding.internal;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Writes a target through Config Admin. The configuration's file follows by itself where there is one; where there is
 * none (somebody has deleted it), one is made, so that the change is there after a restart too.
 */
final class TargetSetting {

    private static final String ANY_LOCATION = "?";
    private static final String FILE = "felix.fileinstall.filename";

    private final ConfigurationAdmin configurations;
    private final Path etc;

    /** @param etc the folder of the settings; null if they are not kept in files */
    TargetSetting(ConfigurationAdmin configurations, Path etc) {
        this.configurations = configurations;
        this.etc = etc;
    }

    /**
     * Sets one property and keeps the others, with their placeholders.
     *
     * @param value null removes it
     * @return the value before, or null
     */
    String write(String pid, String property, String value) throws IOException {
        Configuration configuration = configurations.getConfiguration(pid, ANY_LOCATION);
        var stored = configuration.getProperties();
        Map<String, Object> properties = new HashMap<>(stored == null ? Map.of() : FrameworkUtil.asMap(stored));
        Object before = properties.get(property);
        String old = before == null ? null : before.toString();
        if (Objects.equals(old, value)) {
            return old;
        }
        if (value == null) {
            properties.remove(property);
        } else {
            properties.put(property, value);
            if (etc != null && !properties.containsKey(FILE)) {
                properties.put(FILE, newFile(pid, property, value).toUri().toString());
            }
        }
        configuration.update(FrameworkUtil.asDictionary(properties));
        return old;
    }

    /** Whether the configuration's file, if it has one, says so too: it is written in the background. */
    boolean inFile(String pid, String property, String value) throws IOException {
        var stored = configurations.getConfiguration(pid, ANY_LOCATION).getProperties();
        if (stored == null || !(stored.get(FILE) instanceof String uri)) {
            return true;
        }
        Properties written = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(URI.create(uri)))) {
            written.load(reader);
        } catch (NoSuchFileException e) {
            return false;
        }
        return written.getProperty(property, "").contains(value);
    }

    private Path newFile(String pid, String property, String value) throws IOException {
        Path file = etc.resolve(pid + ".cfg");
        Path part = Files.createTempFile(etc, ".part", "");
        try {
            Files.write(part, List.of("# Settings that differ from the defaults.", property + " = " + value));
            return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
