package io.graft.bus.tck;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** A framework within this process that has nothing but what a provider may expect. */
final class ProviderFramework implements AutoCloseable {

    /** What both the checks and the bundles see: Graft's API, the log, configuration admin. */
    private static final String SHARED = "io.graft.api.bus;version=1.0.0,io.graft.api.metrics;version=1.0.0,"
            + "org.slf4j;version=1.7.36,org.slf4j.helpers;version=1.7.36,org.slf4j.spi;version=1.7.36,"
            + "org.slf4j.event;version=1.7.36,org.osgi.service.cm;version=1.6.0";

    private static final List<String> LIBRARIES = List.of(
            "org.osgi.util.function",
            "org.osgi.util.promise",
            "org.osgi.service.component",
            "org.apache.felix.configadmin",
            "org.apache.felix.healthcheck.api",
            "org.apache.felix.scr");

    private static final Duration STOP = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Path jar;
    private final Path storage;
    private final Framework framework;

    private ProviderFramework(Path jar, Path storage, Framework framework) {
        this.jar = jar;
        this.storage = storage;
        this.framework = framework;
    }

    static ProviderFramework start(Path jar, Map<String, Map<String, Object>> configurations)
            throws IOException, BundleException {
        FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class, FrameworkFactory.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no OSGi framework is in the class path; org.apache.felix.framework is a dependency of the"
                                + " contract tests"));
        Path storage = Files.createTempDirectory("graft-contract");
        Framework framework = factory.newFramework(Map.of(
                Constants.FRAMEWORK_STORAGE,
                storage.toString(),
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                SHARED,
                Constants.FRAMEWORK_BSNVERSION,
                Constants.FRAMEWORK_BSNVERSION_MULTIPLE));
        framework.start();
        ProviderFramework started = new ProviderFramework(jar, storage, framework);
        try {
            started.installLibraries(configurations);
        } catch (BundleException | IOException | RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    private void installLibraries(Map<String, Map<String, Object>> configurations) throws BundleException, IOException {
        for (String library : LIBRARIES) {
            install(inClassPath(library));
        }
        for (Bundle bundle : context().getBundles()) {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        }
        for (Map.Entry<String, Map<String, Object>> each : configurations.entrySet()) {
            configuration(each.getKey()).update(FrameworkUtil.asDictionary(each.getValue()));
        }
    }

    private Configuration configuration(String pid) throws IOException {
        ConfigurationAdmin admin = context().getService(context().getServiceReference(ConfigurationAdmin.class));
        return admin.getConfiguration(pid, "?");
    }

    private static Path inClassPath(String artifact) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(path -> path.getFileName() != null
                        && path.getFileName().toString().matches(artifact + "-[0-9.]+\\.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        artifact + " is not in the class path; it is a dependency of the contract tests"));
    }

    private BundleContext context() {
        return framework.getBundleContext();
    }

    private Bundle install(Path jar) throws BundleException {
        return context().installBundle(jar.toUri().toString());
    }

    /** Installs and starts the provider's bundle. */
    Bundle startProvider() throws BundleException {
        Bundle bundle = install(jar);
        try {
            bundle.start();
        } catch (BundleException e) {
            throw new AssertionError("the bundle does not start with nothing but the platform: " + e.getMessage(), e);
        }
        return bundle;
    }

    /** The bundle's service, as soon as there is one. */
    ServiceReference<?> reference(Bundle bundle, String type, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            ServiceReference<?>[] services = bundle.getRegisteredServices();
            for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
                if (List.of((String[]) service.getProperty(Constants.OBJECTCLASS))
                        .contains(type)) {
                    return service;
                }
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "the bundle has not registered a " + type + " within " + patience.toSeconds() + " s");
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    <S> S service(Class<S> type, Bundle bundle, Duration patience) throws InterruptedException {
        return type.cast(context().getService(reference(bundle, type.getName(), patience)));
    }

    @Override
    public void close() {
        try {
            framework.stop();
            framework.waitForStop(STOP.toMillis());
        } catch (BundleException e) {
            throw new IllegalStateException("the framework does not stop: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(storage)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
