package io.graft.bus.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.bus.BusProperties;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.MessageBus;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/**
 * What a provider's bundle must and must not do to the framework that it is installed into. A provider's project extends
 * this class and names the bundle that its build has made.
 */
public abstract class BusBundleContract {

    private static final int ROUNDS = 20;
    /** The last one may still be held by a frame of the stack or a cache of the framework. */
    private static final int LOADERS_LEFT = 1;

    private static final String HEALTH_CHECK = "org.apache.felix.hc.api.HealthCheck";
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    /** What the gateway, its framework or the Java runtime has. */
    private static final Pattern PLATFORM = Pattern.compile(
            "(java|javax|jdk|sun|org\\.osgi|org\\.slf4j|org\\.apache\\.felix\\.hc|io\\.graft\\.api)(\\..*)?");

    /** The bundle. */
    protected abstract Path jar();

    /** The name that it registers its bus with. */
    protected abstract String name();

    /** Settings by PID with which it serves. */
    protected abstract Map<String, Map<String, Object>> configurations();

    /**
     * Uses the bus in further ways in each round; for what the provider can do besides.
     *
     * @throws Exception if that can't be done
     */
    protected void useBesides(MessageBus bus) throws Exception {}

    @Test
    final void importsOnlyThePlatformAndExportsNothing() throws IOException {
        try (JarFile file = new JarFile(jar().toFile())) {
            Attributes manifest = file.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Export-Package")).isNull();
            assertThat(manifest.getValue("DynamicImport-Package")).isNull();
            assertThat(manifest.getValue("Require-Bundle")).isNull();
            assertThat(QUOTED.matcher(manifest.getValue("Import-Package"))
                            .replaceAll("")
                            .split(","))
                    .allSatisfy(
                            clause -> assertThat(clause.split(";")[0].strip()).matches(PLATFORM));
        }
    }

    @Test
    final void registersTheBusAndAHealthCheckUnderItsName() throws Exception {
        try (ProviderFramework framework = ProviderFramework.start(jar(), configurations())) {
            Bundle bundle = framework.startProvider();
            for (String type : List.of(MessageBus.class.getName(), HEALTH_CHECK)) {
                var reference = framework.reference(bundle, type, CheckContext.PATIENCE);
                assertThat(reference.getProperty(BusProperties.PROVIDER))
                        .as(type)
                        .isEqualTo(name());
            }
            assertThat(framework
                            .reference(bundle, MessageBus.class.getName(), CheckContext.PATIENCE)
                            .getProperty(BusProperties.VERSION))
                    .isInstanceOf(String.class);
        }
    }

    @Test
    final void twentyRoundsLeaveNoClassLoaderNoThreadAndNoHandle() throws Exception {
        try (ProviderFramework framework = ProviderFramework.start(jar(), configurations())) {
            round(framework);
            Leftovers threads = Leftovers.ofThreads();
            Leftovers handles = Leftovers.ofHandles();
            List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                loaders.add(round(framework));
            }
            threads.expectFewerThan(ROUNDS / 2, CheckContext.PATIENCE, "threads after " + ROUNDS + " rounds");
            handles.expectFewerThan(ROUNDS / 2, CheckContext.PATIENCE, "handles after " + ROUNDS + " rounds");
            CheckContext.await(() -> {
                System.gc();
                assertThat(loaders.stream().filter(loader -> loader.get() != null))
                        .as("class loaders of the bundle after %s rounds", ROUNDS)
                        .hasSizeLessThanOrEqualTo(LOADERS_LEFT);
            });
        }
    }

    private WeakReference<ClassLoader> round(ProviderFramework framework) throws Exception {
        Bundle bundle = framework.startProvider();
        WeakReference<ClassLoader> loader =
                new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
        MessageBus bus = framework.service(MessageBus.class, bundle, CheckContext.PATIENCE);
        use(bus);
        useBesides(bus);
        bundle.stop();
        bundle.uninstall();
        return loader;
    }

    private static void use(MessageBus bus) {
        CheckContext.await().until(() -> bus.status().connected());
        Heard heard = Heard.acknowledging();
        BusSubscription subscription = bus.subscribe(SubscriptionSpec.durable("check-bundle", "check/bundle"), heard);
        for (Qos qos : Qos.values()) {
            CheckContext.done(bus.publish(CheckContext.message("check/bundle", qos, qos)));
        }
        CheckContext.await(() -> assertThat(heard.texts())
                .containsAll(Stream.of(Qos.values()).map(Qos::name).toList()));
        subscription.cancel();
    }
}
