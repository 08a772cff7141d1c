package io.graft.rest.internal.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.felix.utils.properties.InterpolationHelper;
import org.apache.felix.utils.properties.TypedProperties;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The text of settings files. Comments, order and placeholders stay as they are. */
final class SettingsText {

    private static final Logger LOG = LoggerFactory.getLogger(SettingsText.class);
    private static final String ENCODING = "felix.fileinstall.configEncoding";
    /** What a configuration has that its file has not. */
    private static final Set<String> OWN =
            Set.of(SettingsFiles.FILE, Constants.SERVICE_PID, ConfigurationAdmin.SERVICE_FACTORYPID);

    private final InterpolationHelper.SubstitutionCallback placeholders;
    private final Charset charset;

    SettingsText(BundleContext context) {
        placeholders = new InterpolationHelper.BundleContextSubstitutionCallback(context);
        charset = Optional.ofNullable(context.getProperty(ENCODING))
                .map(Charset::forName)
                .orElse(StandardCharsets.ISO_8859_1);
    }

    /** Lets a file say what is set, unless it does so already. Whoever reads it reads it as a whole, before or after. */
    void write(Path file, Map<String, Object> configuration) throws IOException {
        Map<String, Object> wanted = new TreeMap<>(configuration);
        wanted.keySet().removeAll(OWN);
        Path real = file.toRealPath();
        TypedProperties properties = read(real);
        if (wanted.equals(new TreeMap<>(properties))) {
            return;
        }
        if (!Files.isWritable(real)) {
            throw new IOException(real + " is not writable");
        }
        List.copyOf(properties.keySet()).stream()
                .filter(key -> !wanted.containsKey(key))
                .forEach(properties::remove);
        properties.putAll(wanted);
        replace(real, properties);
    }

    private TypedProperties read(Path file) throws IOException {
        TypedProperties properties = new TypedProperties((name, key, value) -> placeholders.getValue(value));
        try (InputStream in = Files.newInputStream(file);
                Reader reader = new InputStreamReader(in, charset)) {
            properties.load(reader);
        }
        return properties;
    }

    private void replace(Path file, TypedProperties properties) throws IOException {
        Path part = Files.createTempFile(file.getParent(), ".part", "");
        try {
            try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
                    Writer writer = new OutputStreamWriter(out, charset)) {
                properties.save(writer);
            }
            copyAccess(file, part);
            beNewer(part, file);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Who looks for changes once in a while looks at the milliseconds. */
    private static void beNewer(Path part, Path file) throws IOException {
        long before = Files.getLastModifiedTime(file).toMillis();
        if (Files.getLastModifiedTime(part).toMillis() <= before) {
            Files.setLastModifiedTime(part, FileTime.fromMillis(before + 1));
        }
    }

    private static void copyAccess(Path from, Path to) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        PosixFileAttributes wanted = Files.readAttributes(from, PosixFileAttributes.class);
        PosixFileAttributes made = view.readAttributes();
        try {
            if (!made.group().equals(wanted.group())) {
                view.setGroup(wanted.group());
            }
            if (!made.owner().equals(wanted.owner())) {
                view.setOwner(wanted.owner());
            }
        } catch (FileSystemException e) {
            LOG.debug("Only an administrator can give {} back to {}: it is the gateway's now", from, wanted.owner(), e);
        }
        view.setPermissions(wanted.permissions());
    }
}
