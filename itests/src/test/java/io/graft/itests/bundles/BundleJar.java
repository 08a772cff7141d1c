package io.graft.itests.bundles;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Makes a bundle of classes of the test's class path. */
public final class BundleJar {
    private final Manifest manifest = new Manifest();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Set<Class<?>> packages = new LinkedHashSet<>();

    public BundleJar(String name, String version) {
        header("Manifest-Version", "1.0");
        header("Bundle-ManifestVersion", "2");
        header("Bundle-SymbolicName", name);
        header("Bundle-Version", version);
    }

    public BundleJar header(String name, String value) {
        manifest.getMainAttributes().putValue(name, value);
        return this;
    }

    public BundleJar file(String name, String content) {
        texts.put(name, content);
        return this;
    }

    /** Adds all classes of a class's package. */
    public BundleJar packageOf(Class<?> type) {
        packages.add(type);
        return this;
    }

    public Path write(Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                put(out, text.getKey(), text.getValue().getBytes(StandardCharsets.UTF_8));
            }
            for (Class<?> type : packages) {
                putPackage(out, type);
            }
        }
        return jar;
    }

    /** Copies a bundle as another version of it. */
    public static Path copy(Path jar, String version, Path to) throws IOException {
        try (JarInputStream in = new JarInputStream(Files.newInputStream(jar))) {
            Manifest manifest = in.getManifest();
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(to), manifest)) {
                for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    in.transferTo(out);
                    out.closeEntry();
                }
            }
        }
        return to;
    }

    private static void putPackage(JarOutputStream out, Class<?> type) throws IOException {
        String folder = type.getPackageName().replace('.', '/');
        Path from;
        try {
            from = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException(type + " is nowhere", e);
        }
        if (Files.isDirectory(from)) {
            putAll(out, folder, from.resolve(folder));
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(from)) {
                putAll(out, folder, jar.getPath("/" + folder));
            }
        }
    }

    private static void putAll(JarOutputStream out, String folder, Path classes) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(classes)) {
            files = all.filter(file -> file.toString().endsWith(".class")).toList();
        }
        for (Path each : files) {
            put(out, folder + "/" + each.getFileName(), Files.readAllBytes(each));
        }
    }

    private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
        out.closeEntry();
    }
}
