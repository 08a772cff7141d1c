package io.graft.certification.internal;

import io.graft.persistence.tck.report.Sha256;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the jars that installed bundles were made from. What counts is what the framework runs, that is the copy in its
 * cache: the file that a bundle was installed from may have changed since. Safe for use by many threads.
 */
final class BundleJars {

    private static final Logger LOG = LoggerFactory.getLogger(BundleJars.class);
    // how Felix names the folder of a revision within that of a bundle
    private static final Pattern REVISION = Pattern.compile("version(\\d+)\\.(\\d+)");
    private static final int MOST_REMEMBERED = 100;

    private final Map<Long, Known> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Known> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    private record Known(long lastModified, String sha256) {}

    /** The SHA-256 of a bundle's jar; empty if it can't be had. */
    String sha256(Bundle bundle) {
        synchronized (known) {
            Known before = known.get(bundle.getBundleId());
            if (before != null && before.lastModified() == bundle.getLastModified()) {
                return before.sha256();
            }
            Known now = new Known(
                    bundle.getLastModified(),
                    jar(bundle).map(BundleJars::digest).orElse(""));
            known.put(bundle.getBundleId(), now);
            return now.sha256();
        }
    }

    /** A bundle's jar; empty if the framework does not keep it as a file. */
    Optional<Path> jar(Bundle bundle) {
        return cached(bundle).or(() -> referenced(bundle.getLocation()));
    }

    private static Optional<Path> cached(Bundle bundle) {
        File data = bundle.getDataFile("");
        if (data == null) {
            return Optional.empty();
        }
        Path folder = data.toPath().toAbsolutePath().normalize().getParent();
        try (Stream<Path> revisions = Files.list(folder)) {
            return revisions
                    .filter(revision ->
                            REVISION.matcher(revision.getFileName().toString()).matches())
                    .max(Comparator.comparingLong(BundleJars::age))
                    .map(revision -> revision.resolve("bundle.jar"))
                    .filter(Files::isRegularFile);
        } catch (IOException e) {
            LOG.debug("the framework's cache {} can't be listed", folder, e);
            return Optional.empty();
        }
    }

    private static long age(Path revision) {
        Matcher name = REVISION.matcher(revision.getFileName().toString());
        return name.matches() ? (Long.parseLong(name.group(1)) << 32) + Long.parseLong(name.group(2)) : -1;
    }

    /** With "reference:" the framework reads the file itself. */
    private static Optional<Path> referenced(String location) {
        if (location == null || !location.startsWith("reference:file:")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(URI.create(location.substring("reference:".length()))))
                    .filter(Files::isRegularFile);
        } catch (IllegalArgumentException e) {
            LOG.debug("the location {} names no file", location, e);
            return Optional.empty();
        }
    }

    private static String digest(Path jar) {
        try {
            return Sha256.of(jar);
        } catch (IOException e) {
            LOG.warn("the bundle {} can't be read, so no certificate can be matched with it: {}", jar, e.toString());
            return "";
        }
    }
}
