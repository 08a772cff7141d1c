package io.graft.itests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Dependencies point one way: providers know the API, services also the bindings and what REST services share; nobody
 * knows a service or a provider.
 */
class DependencyRuleTest {
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    private static final Set<String> FOUNDATIONS = Set.of(
            "io.graft.api",
            "io.graft.rest",
            "io.graft.persistence.binding",
            "io.graft.bus.binding",
            "io.graft.device.sdk");

    private static final Map<String, Manifest> BUNDLES = new HashMap<>();

    @BeforeAll
    static void readBundles() throws IOException {
        Path root = Path.of(System.getProperty("graft.root"));
        String end = "-" + System.getProperty("graft.version") + ".jar";
        try (Stream<Path> modules = Files.list(root)) {
            for (Path target : modules.map(module -> module.resolve("target"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.list(target)) {
                    for (Path jar :
                            files.filter(file -> file.toString().endsWith(end)).toList()) {
                        read(jar);
                    }
                }
            }
        }
    }

    private static void read(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String name = manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-SymbolicName");
            if (name != null && name.startsWith("io.graft.")) {
                BUNDLES.put(name, manifest);
            }
        }
    }

    @Test
    void everyBundleIsLookedAt() {
        assertThat(BUNDLES.keySet())
                .contains(
                        "io.graft.api",
                        "io.graft.rest",
                        "io.graft.persistence.binding",
                        "io.graft.bus.binding",
                        "io.graft.persistence.embedded",
                        "io.graft.coredata",
                        "io.graft.metadata",
                        "io.graft.command",
                        "io.graft.keeper",
                        "io.graft.management",
                        "io.graft.device.sdk",
                        "io.graft.device.host");
    }

    @Test
    void nobodyKnowsAServiceOrAProvider() {
        BUNDLES.forEach((name, manifest) -> assertThat(graftPackages(manifest, "Import-Package"))
                .as("what %s imports of Graft", name)
                .allMatch(imported -> imported.startsWith("io.graft.api.")
                        || imported.equals("io.graft.rest")
                        || imported.equals("io.graft.persistence.binding")
                        || imported.equals("io.graft.bus.binding")
                        || imported.equals("io.graft.device.sdk")));
    }

    @Test
    void providersKnowTheApiOnly() {
        assertThat(providers()).isNotEmpty();
        providers().forEach(name -> assertThat(graftPackages(BUNDLES.get(name), "Import-Package"))
                .as("what %s imports of Graft", name)
                .allMatch(imported -> imported.startsWith("io.graft.api.")));
    }

    @Test
    void apiAndBindingsKnowNoRest() {
        assertThat(graftPackages(BUNDLES.get("io.graft.api"), "Import-Package"))
                .allMatch(imported -> imported.startsWith("io.graft.api."));
        assertThat(graftPackages(BUNDLES.get("io.graft.persistence.binding"), "Import-Package"))
                .doesNotContain("io.graft.rest");
        assertThat(graftPackages(BUNDLES.get("io.graft.bus.binding"), "Import-Package"))
                .doesNotContain("io.graft.rest", "io.graft.persistence.binding");
        assertThat(graftPackages(BUNDLES.get("io.graft.rest"), "Import-Package"))
                .doesNotContain("io.graft.persistence.binding", "io.graft.bus.binding", "io.graft.device.sdk");
    }

    @Test
    void onlyTheFoundationsExport() {
        BUNDLES.forEach((name, manifest) -> {
            Set<String> exported = packages(manifest, "Export-Package");
            if (FOUNDATIONS.contains(name)) {
                assertThat(exported)
                        .as("what %s exports", name)
                        .isNotEmpty()
                        .noneMatch(each -> each.contains("internal"));
            } else {
                assertThat(exported).as("what %s exports", name).isEmpty();
            }
        });
    }

    private static Set<String> providers() {
        return BUNDLES.keySet().stream()
                .filter(name -> name.startsWith("io.graft.persistence.") || name.startsWith("io.graft.bus."))
                .filter(name -> !FOUNDATIONS.contains(name))
                .collect(Collectors.toSet());
    }

    private static Set<String> graftPackages(Manifest manifest, String header) {
        return packages(manifest, header).stream()
                .filter(name -> name.startsWith("io.graft"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> packages(Manifest manifest, String header) {
        String value = manifest.getMainAttributes().getValue(header);
        if (value == null) {
            return Set.of();
        }
        return Stream.of(QUOTED.matcher(value).replaceAll("").split(",", -1))
                .flatMap(clause -> Stream.of(clause.split(";", -1)).filter(part -> !part.contains("=")))
                .map(String::strip)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
