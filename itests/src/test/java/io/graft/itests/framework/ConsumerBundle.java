package io.graft.itests.framework;

import io.graft.itests.framework.consumer.GateConsumer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Makes a bundle of the consumer's classes. */
final class ConsumerBundle {
    static final String NAME = "io.graft.itests.consumer";

    private static final String COMPONENT_FILE = "OSGI-INF/consumer.xml";
    private static final String COMPONENT =
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="%s" immediate="true">
              <implementation class="%s"/>
              <service>
                <provide interface="java.util.function.Consumer"/>
                <provide interface="java.util.function.Predicate"/>
              </service>
              <reference name="events" interface="io.graft.api.persistence.EventStore" cardinality="0..1"
                  policy="dynamic" policy-option="greedy" bind="bind" unbind="unbind"/>
            </scr:component>
            """
                    .formatted(NAME, GateConsumer.class.getName());

    private ConsumerBundle() {}

    static void write(Path jar) throws IOException, URISyntaxException {
        String folder = GateConsumer.class.getPackageName().replace('.', '/');
        Path classes = Path.of(GateConsumer.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve(folder);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest());
                Stream<Path> files = Files.list(classes)) {
            put(out, COMPONENT_FILE, COMPONENT.getBytes(StandardCharsets.UTF_8));
            for (Path each : files.toList()) {
                put(out, folder + "/" + each.getFileName(), Files.readAllBytes(each));
            }
        }
    }

    private static Manifest manifest() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", NAME);
        manifest.getMainAttributes()
                .putValue(
                        "Import-Package",
                        "io.graft.api.metrics,io.graft.api.model,io.graft.api.persistence,io.graft.persistence.binding");
        manifest.getMainAttributes().putValue("Service-Component", COMPONENT_FILE);
        return manifest;
    }

    private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
        out.closeEntry();
    }
}
