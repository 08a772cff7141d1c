package io.graft.benchmarks.internal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleVersionTest {

    @Test
    void onlyTheVersionDiffers(@TempDir Path folder) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "a.b");
        manifest.getMainAttributes().putValue("Bundle-Version", "1.0.0.SNAPSHOT");
        Path before = folder.resolve("before.jar");
        try (OutputStream file = Files.newOutputStream(before);
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            jar.putNextEntry(new JarEntry("a/file"));
            jar.write("content".getBytes(StandardCharsets.UTF_8));
        }

        BundleVersion.copy(before, folder.resolve("after.jar"), "odd");

        try (JarFile after = new JarFile(folder.resolve("after.jar").toFile())) {
            Attributes attributes = after.getManifest().getMainAttributes();
            assertThat(attributes.getValue("Bundle-Version")).isEqualTo("1.0.0.SNAPSHOT-odd");
            assertThat(attributes.getValue("Bundle-SymbolicName")).isEqualTo("a.b");
            assertThat(after.getInputStream(after.getEntry("a/file"))).hasContent("content");
        }
    }
}
