package io.graft.bus.broker.internal.local;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that has the names and filters of durable subscriptions. Without it they are waited for in this run only. */
public final class DurableNames {

    private static final Logger LOG = LoggerFactory.getLogger(DurableNames.class);
    /** What no filter has. */
    private static final String BETWEEN = "\u0000";

    private final Path file;

    public DurableNames(Path file) {
        this.file = file;
    }

    /** What was written last; nothing if there is no such file, or none that can be read. */
    synchronized Map<String, List<String>> read() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return names;
        }
        Properties content = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            content.load(reader);
            content.stringPropertyNames()
                    .forEach(name ->
                            names.put(name, List.of(content.getProperty(name).split(BETWEEN, -1))));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{} can't be read, so that nothing waits for the subscriptions of before: {}", file, e.toString());
        }
        return names;
    }

    synchronized void write(Map<String, List<String>> names) {
        Properties content = new Properties();
        names.forEach((name, filters) -> content.setProperty(name, String.join(BETWEEN, filters)));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (Writer writer = Files.newBufferedWriter(fresh)) {
                content.store(writer, null);
            }
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn(
                    "{} can't be written, so that nothing will wait for the subscriptions after a restart: {}",
                    file,
                    e.toString());
        }
    }
}
