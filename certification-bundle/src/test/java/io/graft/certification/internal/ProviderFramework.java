package io.graft.certification.internal;

import io.graft.api.persistence.ProviderProperties;
import io.graft.api.persistence.ScratchSpaces;
import io.graft.persistence.tck.Check;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.launch.Framework;

/** A real framework with bundles of providers that have no code: the test registers their services for them. */
final class ProviderFramework implements AutoCloseable {

    private final Path folder;
    private final Framework framework;
    private int jars;

    ProviderFramework(Path folder) throws BundleException {
        this.folder = folder;
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        folder.resolve("framework").toString(),
                        "karaf.data",
                        folder.resolve("data").toString()));
        framework.start();
    }

    Certifier certifier(Supplier<List<Check>> checks) {
        return new Certifier(framework.getBundleContext(), Duration.ofMinutes(30), checks);
    }

    Path certificates() {
        return folder.resolve("data/certificates");
    }

    /** The jar of a bundle. */
    Path jar(String name, String version) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        manifest.getMainAttributes().putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        manifest.getMainAttributes().putValue(Constants.BUNDLE_VERSION, version);
        Path jar = folder.resolve("jar-" + jars++ + ".jar");
        try (OutputStream file = Files.newOutputStream(jar)) {
            JarOutputStream out = new JarOutputStream(file, manifest);
            out.finish();
        }
        return jar;
    }

    /** Installs and starts a bundle, and registers its spaces. */
    Bundle install(Path jar, String provider, ScratchSpaces spaces) throws BundleException {
        Bundle bundle = framework.getBundleContext().installBundle(jar.toUri().toString());
        bundle.start();
        register(bundle, provider, spaces);
        return bundle;
    }

    void register(Bundle bundle, String provider, ScratchSpaces spaces) {
        bundle.getBundleContext()
                .registerService(
                        ScratchSpaces.class,
                        spaces,
                        FrameworkUtil.asDictionary(
                                Map.of(ProviderProperties.PROVIDER, provider, ProviderProperties.VERSION, "1.2.3")));
    }

    @Override
    public void close() throws BundleException {
        framework.stop();
        try {
            framework.waitForStop(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
