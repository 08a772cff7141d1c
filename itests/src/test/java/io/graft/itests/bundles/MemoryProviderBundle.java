package io.graft.itests.bundles;

import io.graft.itests.bundles.memory.MemoryProvider;
import io.graft.persistence.tck.oracle.MemoryEventStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes bundles and features of {@link MemoryProvider}, as a vendor would ship them. */
public final class MemoryProviderBundle {
    private MemoryProviderBundle() {}

    /** A provider that serves. */
    public static BundleJar named(String name, String version) {
        return new BundleJar("io.graft.itests.provider." + name, version)
                .header("Bundle-Activator", MemoryProvider.class.getName())
                .header(MemoryProvider.NAME, name)
                .header(
                        "Import-Package",
                        "io.graft.api.model,io.graft.api.persistence,org.apache.felix.hc.api,org.osgi.framework")
                .packageOf(MemoryProvider.class)
                .packageOf(MemoryEventStore.class);
    }

    /** A provider that does not serve, for this reason. */
    public static BundleJar faulty(String name, String fault) {
        return named(name, "1.0.0").header(MemoryProvider.FAULT, fault);
    }

    /** Writes the bundle and a repository with one feature {@code graft-persistence-<name>}; gives the repository. */
    public static Path writeFeature(Path folder, String name, String version) throws IOException {
        Path jar = named(name, version).write(folder.resolve(name + "-" + version + ".jar"));
        return Files.writeString(
                folder.resolve(name + "-" + version + ".xml"),
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <features name="test-%1$s-%2$s" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
                  <feature name="graft-persistence-%1$s" version="%2$s">
                    <bundle start-level="60">%3$s</bundle>
                  </feature>
                </features>
                """
                        .formatted(name, version, jar.toUri()));
    }
}
