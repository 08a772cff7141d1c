package io.graft.itests.bundles;

import io.graft.itests.bundles.memory.MemoryProvider;
import io.graft.itests.bundles.server.MemoryServer;
import io.graft.persistence.tck.oracle.MemoryEventStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

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
                .packageOf(MemoryServer.class)
                .packageOf(MemoryEventStore.class);
    }

    /** What providers made here keep their data in, if it is started before them. */
    public static BundleJar server() {
        return new BundleJar("io.graft.itests.server", "1.0.0")
                .header("Bundle-Activator", MemoryServer.class.getName())
                .header("Import-Package", "io.graft.api.model,io.graft.api.persistence,org.osgi.framework")
                .packageOf(MemoryServer.class)
                .packageOf(MemoryEventStore.class);
    }

    /** A provider that does not serve, for this reason. */
    public static BundleJar faulty(String name, String fault) {
        return named(name, "1.0.0").header(MemoryProvider.FAULT, fault);
    }

    /** Writes the bundle and a repository with one feature {@code graft-persistence-<name>}. */
    public static void writeFeature(Path folder, String name, String version) throws IOException {
        String both = name + "-" + version;
        Path jar = named(name, version).write(folder.resolve(both + ".jar"));
        writeFeatures(folder.resolve(both + ".xml"), Map.of("graft-persistence-" + name + "/" + version, jar));
    }

    /** Writes a repository of features with one bundle each, by name and version. */
    public static void writeFeatures(Path file, Map<String, Path> features) throws IOException {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<features name=\"")
                .append(file.getFileName())
                .append("\" xmlns=\"http://karaf.apache.org/xmlns/features/v1.6.0\">\n");
        features.forEach((feature, jar) -> {
            String[] parts = feature.split("/", -1);
            xml.append("<feature name=\"%s\" version=\"%s\"><bundle start-level=\"60\">%s</bundle></feature>\n"
                    .formatted(parts[0], parts.length > 1 ? parts[1] : "1.0.0", jar.toUri()));
        });
        Files.writeString(file, xml.append("</features>\n"));
    }
}
