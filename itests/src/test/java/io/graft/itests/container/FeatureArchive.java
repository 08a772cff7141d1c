package io.graft.itests.container;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A feature with its bundle in one file, as Karaf's archives are. */
final class FeatureArchive {
    private static final String GROUP = "io.graft.itests";
    private static final String MANIFEST = "Manifest-Version: 1.0\nKaraf-Feature-Start: true\n";

    private FeatureArchive() {}

    /** Writes an archive of one provider's bundle, in version 1.0.0. */
    static void write(Path bundle, String provider, Path to) throws IOException {
        String features =
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <features name="archive-%1$s" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
                  <feature name="graft-persistence-%1$s-archive" version="1.0.0">
                    <bundle start-level="60">mvn:%2$s/%1$s/1.0.0</bundle>
                  </feature>
                </features>
                """
                        .formatted(provider, GROUP);
        String folder = "repository/" + GROUP.replace('.', '/') + "/" + provider;
        try (OutputStream file = Files.newOutputStream(to);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            put(zip, "META-INF/MANIFEST.MF", MANIFEST.getBytes(StandardCharsets.UTF_8));
            put(
                    zip,
                    folder + "-features/1.0.0/" + provider + "-features-1.0.0-features.xml",
                    features.getBytes(StandardCharsets.UTF_8));
            put(zip, folder + "/1.0.0/" + provider + "-1.0.0.jar", Files.readAllBytes(bundle));
        }
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
