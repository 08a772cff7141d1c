package io.graft.rest.internal.settings;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.SynchronousConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is set through Config Admin in the files that the settings came from, before the change is done: it is there
 * after a crash. File Install, which reads the files, could write them too, but empties a file before it fills it, and
 * reads it at times in between: then all that was set is lost (FELIX-6515).
 */
@Component(service = SynchronousConfigurationListener.class, immediate = true)
public final class SettingsFiles implements SynchronousConfigurationListener {

    static final String FILE = "felix.fileinstall.filename";

    private static final Logger LOG = LoggerFactory.getLogger(SettingsFiles.class);
    /** What a thread of File Install changes comes from a file. */
    private static final String READERS = "fileinstall-";

    private final ConfigurationAdmin configurations;
    private final SettingsText text;
    private final Map<String, Path> files = new ConcurrentHashMap<>();

    @Activate
    public SettingsFiles(BundleContext context, @Reference ConfigurationAdmin configurations) throws IOException {
        this.configurations = configurations;
        this.text = new SettingsText(context);
        for (Configuration configuration : list(null)) {
            file(configuration.getProperties()).ifPresent(file -> files.put(configuration.getPid(), file));
        }
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        String pid = event.getPid();
        boolean read = Thread.currentThread().getName().startsWith(READERS);
        try {
            switch (event.getType()) {
                case ConfigurationEvent.CM_UPDATED -> updated(pid, read);
                case ConfigurationEvent.CM_DELETED -> deleted(pid, read);
                default -> {}
            }
        } catch (IOException e) {
            LOG.error(
                    "The settings {} are in force, but could not be written to {}, and are gone after a restart: check"
                            + " that the gateway may write there, then set them again",
                    pid,
                    files.get(pid),
                    e);
        }
    }

    private synchronized void updated(String pid, boolean read) throws IOException {
        for (Configuration configuration : list("(service.pid=" + pid + ")")) {
            Dictionary<String, Object> properties = configuration.getProperties();
            Optional<Path> file = file(properties);
            if (file.isPresent()) {
                files.put(pid, file.get());
                if (!read && Files.isRegularFile(file.get())) {
                    text.write(file.get(), FrameworkUtil.asMap(properties));
                }
            }
        }
    }

    private synchronized void deleted(String pid, boolean read) throws IOException {
        Path file = files.remove(pid);
        if (file != null && !read) {
            Files.deleteIfExists(file);
        }
    }

    private Configuration[] list(String filter) throws IOException {
        try {
            Configuration[] found = configurations.listConfigurations(filter);
            return found == null ? new Configuration[0] : found;
        } catch (InvalidSyntaxException e) {
            throw new IOException("no configuration can be looked up by " + filter, e);
        }
    }

    private static Optional<Path> file(Dictionary<String, Object> properties) {
        return properties != null && properties.get(FILE) instanceof String uri
                ? Optional.of(new File(URI.create(uri)).toPath())
                : Optional.empty();
    }
}
