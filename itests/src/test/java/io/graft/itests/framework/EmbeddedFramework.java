package io.graft.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/** A framework within the test's process that has nothing but what is installed into it. */
final class EmbeddedFramework implements AutoCloseable {
    // what both the test and the bundles see
    private static final String SHARED = Stream.of("org.slf4j", "org.slf4j.helpers", "org.slf4j.spi")
                    .map(name -> name + ";version=1.7.36," + name + ";version=2.0.12,")
                    .collect(Collectors.joining())
            + "org.osgi.service.cm;version=1.6.0";

    private final Framework framework;

    EmbeddedFramework(Path storage) throws BundleException {
        this(storage, Map.of());
    }

    EmbeddedFramework(Path storage, Map<String, String> properties) throws BundleException {
        Map<String, String> all = new HashMap<>(properties);
        all.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        all.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SHARED);
        framework = new FrameworkFactory().newFramework(all);
        framework.start();
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    Bundle install(Path jar) throws BundleException {
        return context().installBundle(jar.toUri().toString());
    }

    /** Installs and starts libraries from the test's class path, in this order. */
    void startLibraries(String... artifacts) throws BundleException {
        for (String artifact : artifacts) {
            Path jar = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                    .map(Path::of)
                    .filter(path -> path.getFileName().toString().matches(artifact + "-[0-9.]+\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(artifact + " is not in the class path"));
            install(jar);
        }
        for (Bundle bundle : List.of(context().getBundles())) {
            bundle.start();
        }
    }

    /** Installs the bundle that the build has made of a module. */
    Bundle installModule(String module, String name) throws BundleException {
        return install(module(module, name));
    }

    /** The bundle that the build has made of a module. */
    static Path module(String module, String name) {
        Path jar = Path.of(System.getProperty("graft.root"))
                .resolve(module)
                .resolve("target")
                .resolve(name + "-" + System.getProperty("graft.version") + ".jar");
        assertThat(Files.isRegularFile(jar)).as("%s is built", jar).isTrue();
        return jar.normalize();
    }

    <S> S service(Class<S> type, Bundle provider) {
        ServiceReference<?>[] services = provider.getRegisteredServices();
        assertThat(services).as("services of %s", provider).isNotNull();
        for (ServiceReference<?> service : services) {
            if (List.of((String[]) service.getProperty(Constants.OBJECTCLASS)).contains(type.getName())) {
                return type.cast(context().getService(service));
            }
        }
        throw new AssertionError(provider + " has no " + type.getName());
    }

    @Override
    public void close() throws BundleException {
        framework.stop();
        try {
            assertThat(framework.waitForStop(TimeUnit.SECONDS.toMillis(30)).getType())
                    .isEqualTo(FrameworkEvent.STOPPED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
