package io.graft.persistence.tck.report;

import io.graft.persistence.tck.BundleUnderTest;
import io.graft.persistence.tck.TestedProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * What was checked.
 *
 * @param provider the provider's name
 * @param version the provider's version
 * @param symbolicName the bundle's symbolic name; empty where the provider was not checked as a bundle
 * @param sha256 the SHA-256 of the bundle's jar, 64 lower-case hexadecimal digits; empty where the jar could not be had
 */
public record Subject(String provider, String version, String symbolicName, String sha256) {

    public Subject {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(symbolicName, "symbolicName");
        if (!sha256.isEmpty() && !sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("sha256 is '" + sha256 + "', not 64 lower-case hexadecimal digits");
        }
    }

    /**
     * The provider of a project: with its jar, if the project has one.
     *
     * @throws IOException if there is a jar that can't be read
     */
    public static Subject of(TestedProvider provider) throws IOException {
        Path jar = provider.bundle().map(BundleUnderTest::jar).orElse(null);
        if (jar == null) {
            return new Subject(provider.name(), provider.version(), "", "");
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            Attributes manifest = file.getManifest() == null
                    ? new Attributes()
                    : file.getManifest().getMainAttributes();
            return new Subject(
                    provider.name(),
                    provider.version().isEmpty() ? value(manifest, "Bundle-Version") : provider.version(),
                    symbolicName(value(manifest, "Bundle-SymbolicName")),
                    Sha256.of(jar));
        }
    }

    private static String value(Attributes manifest, String header) {
        return Objects.requireNonNullElse(manifest.getValue(header), "");
    }

    private static String symbolicName(String header) {
        int directives = header.indexOf(';');
        return (directives < 0 ? header : header.substring(0, directives)).strip();
    }
}
