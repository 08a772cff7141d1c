package io.graft.itests.container;

import static io.graft.itests.container.LoadedGateway.BETWEEN;
import static io.graft.itests.container.LoadedGateway.EMBEDDED;
import static io.graft.itests.container.LoadedGateway.MEANWHILE;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import io.graft.itests.bundles.MemoryProviderBundle;
import io.graft.itests.load.Answer;
import io.graft.itests.load.Client;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.apache.karaf.features.FeaturesService;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.cm.ConfigurationAdmin;

/** The ways in which a user changes databases on the assembled gateway, each under load. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class UserWaysIT {
    private static final String FOLDER = "graft.test.ways";
    private static final String REDIS_HOSTS = "graft.test.ways.redis";
    private static final String MEMORY = "memory";
    private static final String MEMORY_BUNDLE = "io.graft.itests.provider.memory";
    private static final String REDIS = "redis";
    private static final String REDIS_BUNDLE = "io.graft.persistence.redis";
    private static final String OLD = "1.0.0";
    private static final String NEW = "1.1.0";
    private static final String KEY = "/core-keeper/api/v3/kvs/key/edgex/v4/core-data/Writable/EventsTarget";

    @Inject
    private BundleContext injected;

    @Inject
    private ConfigurationAdmin configurations;

    @Inject
    private FeaturesService features;

    private BundleContext context;
    private LoadedGateway gateway;

    @Configuration
    public Option[] gateway() throws IOException {
        Path folder = Files.createTempDirectory(Path.of(System.getProperty("graft.work")), "ways");
        MemoryProviderBundle.server().write(folder.resolve("server.jar"));
        MemoryProviderBundle.writeFeature(folder, MEMORY, OLD);
        MemoryProviderBundle.writeFeature(folder, MEMORY, NEW);
        FeatureArchive.write(folder.resolve("memory-1.0.0.jar"), MEMORY, folder.resolve("memory.kar"));
        return options(
                GatewayContainer.gateway(),
                systemProperty(FOLDER).value(folder.toString()),
                systemProperty(REDIS_HOSTS).value(OutsideRedis.start()));
    }

    @Before
    public void awaitGateway() throws Exception {
        context = injected.getBundle(0).getBundleContext(); // stays, whatever happens to the test's own bundle
        gateway = new LoadedGateway(context, configurations);
        gateway.awaitReady();
        context.installBundle(file("server.jar").toUri().toString()).start();
    }

    @Test
    public void theRedisFeatureIsInstalledBoundAndUninstalledWhileItIsInUse() throws Exception {
        String hosts = System.getProperty(REDIS_HOSTS);
        assumeFalse("needs redis-server", hosts.equals(OutsideRedis.NONE));
        Files.writeString(
                Path.of(System.getProperty("karaf.etc"), "io.graft.persistence.redis.cfg"), "hosts = " + hosts + "\n");
        String feature = "graft-persistence-redis";
        gateway.underLoad(REDIS, REDIS_BUNDLE, traffic -> {
            install(feature);
            gateway.awaitServing(REDIS);
            gateway.bind(traffic, REDIS);
            uninstall(feature);
            traffic.more(MEANWHILE);
            gateway.bind(traffic, EMBEDDED);
            install(feature);
            gateway.awaitServing(REDIS);
        });
        uninstall(feature);
        gateway.awaitGone(REDIS);
    }

    @Test
    public void aFeatureIsUpgradedSideBySideAndUninstalledWhileItIsInUse() throws Exception {
        features.addRepository(file("memory-1.0.0.xml").toUri());
        features.addRepository(file("memory-1.1.0.xml").toUri());
        String feature = "graft-persistence-memory/";
        gateway.underLoad(MEMORY, MEMORY_BUNDLE, traffic -> {
            install(feature + OLD);
            gateway.bind(traffic, MEMORY);
            install(feature + NEW);
            traffic.more(BETWEEN);
            uninstall(feature + OLD);
            gateway.awaitBound(MEMORY, NEW);
            traffic.more(BETWEEN);
            uninstall(feature + NEW);
            traffic.more(MEANWHILE);
            gateway.bind(traffic, EMBEDDED);
            install(feature + OLD);
        });
        uninstall(feature + OLD);
        gateway.awaitGone(MEMORY);
    }

    @Test
    public void aBundleInUseIsStoppedStartedUpdatedAndRefreshed() throws Exception {
        Bundle bundle = context.installBundle(file("memory-1.0.0.jar").toUri().toString());
        bundle.start();
        gateway.underLoad(MEMORY, MEMORY_BUNDLE, traffic -> {
            gateway.bind(traffic, MEMORY);
            bundle.stop();
            traffic.more(MEANWHILE);
            bundle.start();
            gateway.awaitBound(MEMORY, OLD);
            traffic.more(BETWEEN);
            try (InputStream next = Files.newInputStream(file("memory-1.1.0.jar"))) {
                bundle.update(next);
            }
            gateway.awaitBound(MEMORY, NEW);
            traffic.more(BETWEEN);
            refresh(bundle);
            gateway.awaitBound(MEMORY, NEW);
            traffic.more(BETWEEN);
            gateway.bind(traffic, EMBEDDED);
        });
        bundle.uninstall();
    }

    @Test
    public void aBundleInUseIsReplacedAndTakenAwayInTheDeployFolder() throws Exception {
        Path jar = deploy("memory.jar");
        gateway.underLoad(MEMORY, MEMORY_BUNDLE, traffic -> {
            drop("memory-1.0.0.jar", jar);
            gateway.awaitServing(MEMORY);
            gateway.bind(traffic, MEMORY);
            drop("memory-1.1.0.jar", jar);
            gateway.awaitBound(MEMORY, NEW);
            traffic.more(BETWEEN);
            Files.delete(jar);
            gateway.awaitGone(MEMORY);
            traffic.more(MEANWHILE);
            gateway.bind(traffic, EMBEDDED);
            drop("memory-1.0.0.jar", jar);
            gateway.awaitServing(MEMORY);
        });
        Files.delete(jar);
        gateway.awaitGone(MEMORY);
    }

    @Test
    public void aFeatureArchiveIsDroppedIntoTheDeployFolderAndTakenAwayWhileItIsInUse() throws Exception {
        Path archive = deploy("memory.kar");
        gateway.underLoad(MEMORY, MEMORY_BUNDLE, traffic -> {
            drop("memory.kar", archive);
            gateway.awaitServing(MEMORY);
            gateway.bind(traffic, MEMORY);
            Files.delete(archive);
            gateway.awaitGone(MEMORY);
            traffic.more(MEANWHILE);
            gateway.bind(traffic, EMBEDDED);
            drop("memory.kar", archive);
            gateway.awaitServing(MEMORY);
        });
        Files.delete(archive);
        gateway.awaitGone(MEMORY);
    }

    @Test
    public void aBundleIsUploadedAndUpdatedInTheWebConsole() throws Exception {
        ConsoleUpload console = new ConsoleUpload(gateway.client().base());
        gateway.underLoad(MEMORY, MEMORY_BUNDLE, traffic -> {
            console.upload(file("memory-1.0.0.jar"));
            gateway.awaitServing(MEMORY);
            gateway.bind(traffic, MEMORY);
            console.upload(file("memory-1.1.0.jar"));
            gateway.awaitBound(MEMORY, NEW);
            gateway.bind(traffic, EMBEDDED);
        });
        bundle(MEMORY_BUNDLE).uninstall();
    }

    @Test
    public void theKeeperAndRestBindAServiceToAnotherDatabase() throws Exception {
        Bundle bundle = context.installBundle(file("memory-1.0.0.jar").toUri().toString());
        bundle.start();
        Client client = gateway.client();
        gateway.underLoad(MEMORY, MEMORY_BUNDLE, traffic -> {
            for (String provider : List.of(MEMORY, EMBEDDED)) {
                traffic.changing(() -> answered(200, client.send("PUT", KEY, target(provider))));
                assertTrue(gateway.bound(), gateway.bound().contains("\"provider\":\"" + provider + "\""));
                traffic.more(BETWEEN);
            }
            gateway.bind(traffic, MEMORY);
            answered(400, client.send("PUT", KEY, target("redsi")));
            answered(400, client.bind("core-data", "redsi"));
            assertTrue(gateway.bound(), gateway.bound().contains("\"provider\":\"" + MEMORY + "\""));
            traffic.more(BETWEEN);
            gateway.bind(traffic, EMBEDDED);
        });
        bundle.uninstall();
    }

    private static String target(String provider) {
        return "{\"value\":\"(persistence.provider=" + provider + ")\"}";
    }

    private static void answered(int status, Answer answer) {
        assertEquals(answer.toString(), status, answer.status());
    }

    private void install(String feature) throws Exception {
        features.installFeatures(Set.of(feature), EnumSet.noneOf(FeaturesService.Option.class));
    }

    private void uninstall(String feature) throws Exception {
        features.uninstallFeatures(Set.of(feature), EnumSet.noneOf(FeaturesService.Option.class));
    }

    private void refresh(Bundle bundle) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        context.getBundle(0)
                .adapt(FrameworkWiring.class)
                .refreshBundles(Set.of(bundle), event -> refreshed.countDown());
        assertTrue(refreshed.await(60, TimeUnit.SECONDS));
    }

    private Bundle bundle(String symbolicName) {
        for (Bundle bundle : context.getBundles()) {
            if (symbolicName.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new AssertionError("there is no bundle " + symbolicName);
    }

    private static Path deploy(String name) throws IOException {
        return Files.createDirectories(Path.of(System.getProperty("karaf.base"), "deploy"))
                .resolve(name);
    }

    /** Puts a file there as a whole, with a time of its own, by which a change is noticed. */
    private static void drop(String name, Path to) throws IOException {
        Path copy = Files.copy(file(name), file("to-" + name), StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path file(String name) {
        return Path.of(System.getProperty(FOLDER), name);
    }
}
