package io.graft.persistence.tck.simulated;

import io.graft.api.persistence.ScratchSpaces;
import io.graft.persistence.tck.BundleUnderTest;
import io.graft.persistence.tck.TestedProvider;
import io.graft.persistence.tck.oracle.MemorySpaces;
import io.graft.persistence.tck.simulated.bundle.SimulatedActivator;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** A provider as a bundle, made of this module's classes. */
public final class SimulatedBundle implements TestedProvider {

    private static final String IMPORTS = "io.graft.api.model;version=\"[1.0,2)\",io.graft.api.persistence,"
            + "org.apache.felix.hc.api,org.osgi.framework,org.slf4j;version=\"[1.7,3)\","
            + "com.sun.management;resolution:=optional";

    private final Path jar;
    private final boolean sound;

    private SimulatedBundle(Path jar, boolean sound) {
        this.jar = jar;
        this.sound = sound;
    }

    /**
     * Writes the bundle.
     *
     * @param headers what its manifest says besides, or instead
     * @param settings the description of its settings; empty for none
     */
    public static SimulatedBundle write(Path jar, Map<String, String> headers, String settings)
            throws IOException, URISyntaxException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "simulated");
        manifest.getMainAttributes().putValue("Bundle-Activator", SimulatedActivator.class.getName());
        manifest.getMainAttributes().putValue("Import-Package", IMPORTS);
        headers.forEach((name, value) -> manifest.getMainAttributes()
                .putValue(name, name.equals("Import-Package") ? IMPORTS + "," + value : value));
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Class<?> type : List.of(SimulatedActivator.class, MemorySpaces.class)) {
                putPackage(out, type);
            }
            if (!settings.isEmpty()) {
                put(out, "OSGI-INF/metatype/simulated.xml", settings.getBytes(StandardCharsets.UTF_8));
            }
        }
        return new SimulatedBundle(jar, headers.isEmpty());
    }

    private static void putPackage(JarOutputStream out, Class<?> type) throws IOException, URISyntaxException {
        String folder = type.getPackageName().replace('.', '/');
        Path classes = Path.of(
                        type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .resolve(folder);
        try (Stream<Path> files = Files.list(classes)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                put(out, folder + "/" + each.getFileName(), Files.readAllBytes(each));
            }
        }
    }

    private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
        out.closeEntry();
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public ScratchSpaces spaces() {
        return new MemorySpaces();
    }

    /** What a broken one never does is not waited for as long. */
    @Override
    public Duration patience() {
        return Duration.ofSeconds(sound ? 60 : 3);
    }

    @Override
    public Optional<BundleUnderTest> bundle() {
        return Optional.of(new BundleUnderTest(jar, Optional.of(new BundleUnderTest.Setup(List.of(), Map.of()))));
    }
}
