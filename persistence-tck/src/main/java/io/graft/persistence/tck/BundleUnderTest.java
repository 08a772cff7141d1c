package io.graft.persistence.tck;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The provider as a bundle.
 *
 * @param jar the bundle as the build has made it
 * @param setup what it is installed with in a framework of the test's own; empty where that can't be done
 */
public record BundleUnderTest(Path jar, Optional<Setup> setup) {

    public BundleUnderTest {
        Objects.requireNonNull(jar, "jar");
        Objects.requireNonNull(setup, "setup");
    }

    /**
     * What the bundle is installed with.
     *
     * @param libraries bundles that it needs besides the framework, declarative services, configuration admin, the
     *     health check's API, Graft's API and slf4j, which are there
     * @param configurations by PID, {@code factoryPid~name} for an instance of a factory: what makes it open a database
     *     that serves; empty if it needs none
     */
    public record Setup(List<Path> libraries, Map<String, Map<String, Object>> configurations) {
        public Setup {
            libraries = List.copyOf(libraries);
            configurations = Map.copyOf(configurations);
        }
    }
}
