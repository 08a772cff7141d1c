package io.graft.benchmarks.internal.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes another version of a bundle: the same jar with another number. */
public final class BundleVersion {

    private static final String VERSION = "Bundle-Version";

    private BundleVersion() {}

    /** Copies a bundle, with something added to its version's qualifier. */
    public static void copy(Path bundle, Path to, String qualifier) throws IOException {
        try (JarFile jar = new JarFile(bundle.toFile());
                OutputStream file = Files.newOutputStream(to)) {
            Manifest manifest = new Manifest(jar.getManifest());
            String version = manifest.getMainAttributes().getValue(VERSION);
            manifest.getMainAttributes().putValue(VERSION, version + "-" + qualifier);
            try (JarOutputStream out = new JarOutputStream(file, manifest)) {
                for (JarEntry entry : Collections.list(jar.entries())) {
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        out.putNextEntry(new JarEntry(entry.getName()));
                        jar.getInputStream(entry).transferTo(out);
                        out.closeEntry();
                    }
                }
            }
        }
    }
}
