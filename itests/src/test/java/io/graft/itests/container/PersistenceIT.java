package io.graft.itests.container;

import static io.graft.itests.container.GatewayContainer.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;

import io.graft.itests.bundles.BundleJar;
import io.graft.itests.bundles.Changes;
import io.graft.itests.bundles.MemoryProviderBundle;
import io.graft.itests.container.GatewayContainer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.inject.Inject;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Databases come, go and change places on the assembled gateway, as features. The framework is allowed to refresh
 * bundles here, which the gateway's own settings forbid: so a plan shows it if a feature asks for it.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class PersistenceIT {
    private static final String FOLDER = "graft.test.features";
    private static final int POSTERS = 4;
    private static final int CHANGES = 10;
    private static final int BETWEEN = 50;

    @Inject
    private BundleContext injected;

    private BundleContext context;

    @Inject
    private ConfigurationAdmin configurations;

    @Inject
    private FeaturesService features;

    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private final Queue<UUID> acknowledged = new ConcurrentLinkedQueue<>();

    @Configuration
    public Option[] gateway() throws IOException {
        Path folder = Files.createTempDirectory(Path.of(System.getProperty("graft.work")), "features");
        MemoryProviderBundle.writeFeature(folder, "memory", "1.0.0");
        MemoryProviderBundle.writeFeature(folder, "memory", "1.1.0");
        MemoryProviderBundle.faulty("absent", "connection refused: 127.0.0.1:6379")
                .write(folder.resolve("absent.jar"));
        BundleJar drawn = new BundleJar("io.graft.itests.drawn", "1.0.0")
                .header("Import-Package", "io.graft.itests.magnet;resolution:=optional");
        BundleJar magnet = new BundleJar("io.graft.itests.magnet", "1.0.0")
                .header("Export-Package", "io.graft.itests.magnet")
                .file("io/graft/itests/magnet/empty", "");
        MemoryProviderBundle.writeFeatures(
                folder.resolve("refresh.xml"),
                Map.of(
                        "graft-test-drawn", drawn.write(folder.resolve("drawn.jar")),
                        "graft-test-magnet", magnet.write(folder.resolve("magnet.jar"))));
        return options(
                GatewayContainer.gateway(),
                editConfigurationFilePut("etc/org.apache.karaf.features.cfg", "autoRefresh", "true"),
                systemProperty(FOLDER).value(folder.toString()));
    }

    @Before
    public void awaitGateway() throws Exception {
        context = injected.getBundle(0).getBundleContext(); // stays, whatever happens to the test's own bundle
        await("the gateway", () -> http("GET", "/health/ready", null).status() == 200);
    }

    @Test
    public void eachProvidersFeatureInstallsAloneAndGoesWithoutTouchingAnyOtherBundle() throws Exception {
        features.addRepository(feature("memory-1.0.0.xml"));
        Set<String> names = new TreeSet<>();
        for (Feature each : features.listFeatures()) {
            if (each.getName().startsWith("graft-persistence-")
                    && !each.getName().endsWith("-config")
                    && !features.isInstalled(each)) {
                names.add(each.getName());
            }
        }
        assertTrue(names.toString(), names.contains("graft-persistence-memory"));
        for (String name : names) {
            Set<Long> before = bundles();
            assertEquals("refreshed by " + name, List.of(), refreshed(name));
            try (Changes changes = new Changes(context, bundle -> !before.contains(bundle.getBundleId()))) {
                install(name);
                assertFalse(name + " brings a bundle", bundles().equals(before));
                uninstall(name);
                assertEquals("changes of other bundles by " + name, List.of(), changes.seen());
            }
            assertEquals("bundles after " + name, before, bundles());
        }
    }

    @Test
    public void aFeatureThatWouldRefreshAnotherBundleIsFoundOut() throws Exception {
        features.addRepository(feature("refresh.xml"));
        install("graft-test-drawn");
        assertEquals(List.of("io.graft.itests.drawn"), refreshed("graft-test-magnet"));
        uninstall("graft-test-drawn");
    }

    @Test
    public void aServiceIsBoundToAnotherDatabaseAndBackUnderLoadWithoutAFailedRequestOrALostEvent() throws Exception {
        features.addRepository(feature("memory-1.0.0.xml"));
        install("graft-persistence-memory");
        await("the provider", () -> body("/api/v3/provider").contains("\"memory\""));
        String comment = "# a note of the administrator";
        Path file = Path.of(System.getProperty("karaf.etc"), "io.graft.coredata.cfg");
        Files.writeString(file, comment + "\n" + Files.readString(file));
        try (Changes changes = new Changes(context, bundle -> false)) {
            underLoad(() -> {
                for (int i = 0; i < CHANGES; i++) {
                    String provider = i % 2 == 0 ? "memory" : "embedded";
                    Answer bound = bind("core-data", provider);
                    assertEquals(bound.body(), 200, bound.status());
                    assertTrue(bound.body(), bound.body().contains("\"provider\":\"" + provider + "\""));
                    awaitMore();
                }
                // the file itself, by an editor
                target("(persistence.provider=memory)");
                await("the file", () -> body("/api/v3/binding/core-data").contains("\"provider\":\"memory\""));
                awaitMore();
                // a mistake in it
                for (String mistake : List.of("(persistence.provider=redsi)", "(persistence.provider=embedded")) {
                    target(mistake);
                    await(mistake, () -> body("/api/v3/binding/core-data").contains("\"state\":\"KEPT\""));
                    assertTrue(body("/api/v3/binding/core-data").contains("\"provider\":\"memory\""));
                    awaitMore();
                }
                assertEquals(200, http("GET", "/health/ready", null).status());
                assertEquals(200, bind("core-data", "embedded").status());
                awaitMore();
            });
            assertEquals(List.of(), changes.seen());
        }
        assertEquals(List.of(), List.copyOf(failed));
        Set<UUID> missing = new TreeSet<>(acknowledged);
        missing.removeIf(this::stored);
        assertEquals(200, bind("core-data", "memory").status());
        missing.removeIf(this::stored);
        assertEquals(Set.of(), missing);
        assertEquals(200, bind("core-data", "embedded").status());
        assertTrue(etc("io.graft.coredata.cfg").contains("events.target = (persistence.provider=embedded)"));
        assertTrue("comments stay", etc("io.graft.coredata.cfg").contains(comment));
        uninstall("graft-persistence-memory");
    }

    @Test
    public void aProviderIsUpgradedSideBySideWithoutAFailedRequest() throws Exception {
        features.addRepository(feature("memory-1.0.0.xml"));
        features.addRepository(feature("memory-1.1.0.xml"));
        install("graft-persistence-memory/1.0.0");
        await("the provider", () -> bind("core-data", "memory").status() == 200);
        Set<Long> before = bundles();
        try (Changes changes = new Changes(
                context,
                bundle -> !before.contains(bundle.getBundleId())
                        || bundle.getSymbolicName().equals("io.graft.itests.provider.memory"))) {
            underLoad(() -> {
                awaitMore();
                install("graft-persistence-memory/1.1.0");
                awaitMore();
                uninstall("graft-persistence-memory/1.0.0");
                awaitMore();
            });
            assertEquals(List.of(), changes.seen());
        }
        assertEquals(List.of(), List.copyOf(failed));
        assertTrue(
                body("/api/v3/binding/core-data"),
                body("/api/v3/binding/core-data").contains("1.1.0"));
        assertEquals(200, bind("core-data", "embedded").status());
        uninstall("graft-persistence-memory/1.1.0");
    }

    @Test
    public void aProviderWithoutItsServerIsSeenAndDisturbsNobody() throws Exception {
        var bundle = context.installBundle(feature("absent.jar").toString());
        bundle.start();
        try {
            String listed = body("/api/v3/provider/absent");
            assertTrue(listed, listed.contains("connection refused: 127.0.0.1:6379"));
            assertTrue(body("/health").contains("connection refused: 127.0.0.1:6379"));
            assertEquals(200, http("GET", "/health", null).status());
            assertEquals(200, http("GET", "/health/ready", null).status());
            Answer refused = bind("core-data", "absent");
            assertEquals(refused.body(), 409, refused.status());
            assertTrue(refused.body(), refused.body().contains("connection refused"));
            Answer unknown = bind("core-data", "redsi");
            assertEquals(unknown.body(), 400, unknown.status());
            assertTrue(unknown.body(), unknown.body().contains("absent, embedded"));
            assertTrue(body("/api/v3/binding/core-data").contains("\"provider\":\"embedded\""));
        } finally {
            bundle.uninstall();
        }
    }

    @Test
    public void placeholdersAreFilledInAndNeverWrittenOut() throws Exception {
        Path secrets = Files.createDirectories(Path.of(System.getProperty("karaf.base"), "secrets"));
        Files.writeString(secrets.resolve("page"), "321");
        Path file = Path.of(System.getProperty("karaf.etc"), "io.graft.coredata.cfg");
        String text =
                Files.readString(file).replaceAll("(?m)^max.result.count.*", "max.result.count = \\$[secret:page]");
        Files.writeString(file, text);
        await("the secret", () -> body("/core-data/api/v3/config").contains("321"));

        Answer put =
                http("PUT", "/core-keeper/api/v3/kvs/key/edgex/v4/core-data/Writable/EventPurge", "{\"value\":true}");
        assertEquals(put.body(), 200, put.status());
        await("the write", () -> etc("io.graft.coredata.cfg").contains("event.purge = true"));
        target("(persistence.provider=none)");
        await("the file", () -> body("/api/v3/binding/core-data").contains("none"));
        assertEquals(200, bind("core-data", "embedded").status());

        assertTrue(etc("io.graft.coredata.cfg").contains("max.result.count = $[secret:page]"));
        assertTrue(body("/core-data/api/v3/config").contains("321"));
        Object stored = configurations
                .getConfiguration("io.graft.coredata", "?")
                .getProperties()
                .get("max.result.count");
        assertEquals("$[secret:page]", stored);
    }

    private void install(String feature) throws Exception {
        features.installFeatures(Set.of(feature), EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
    }

    private void uninstall(String feature) throws Exception {
        features.uninstallFeatures(Set.of(feature), EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
    }

    /** The bundles that the installation would refresh, by its plan; those of the test's container don't count. */
    private List<String> refreshed(String feature) throws Exception {
        ByteArrayOutputStream plan = new ByteArrayOutputStream();
        PrintStream out = System.out;
        System.setOut(new PrintStream(plan, true, StandardCharsets.UTF_8));
        try {
            features.installFeatures(
                    Set.of(feature), EnumSet.of(FeaturesService.Option.Simulate, FeaturesService.Option.Verbose));
        } finally {
            System.setOut(out);
        }
        String text = plan.toString(StandardCharsets.UTF_8);
        assertTrue(text, text.contains("Bundles to install"));
        List<String> names = new ArrayList<>();
        boolean within = false;
        for (String line : text.lines().toList()) {
            if (line.contains("Bundles to refresh")) {
                within = true;
            } else if (within && line.startsWith("    ")) {
                names.add(line.strip().replaceAll("[/ ].*", ""));
            } else {
                within = false;
            }
        }
        names.removeIf(name -> name.startsWith("PAXEXAM-") || name.startsWith("org.ops4j.pax.exam"));
        return names;
    }

    private interface Work {
        void run() throws Exception;
    }

    private void underLoad(Work work) throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService posters = Executors.newFixedThreadPool(POSTERS);
        try {
            for (int i = 0; i < POSTERS; i++) {
                posters.execute(() -> post(enough));
            }
            awaitMore();
            work.run();
        } finally {
            enough.set(true);
            posters.shutdown();
            assertTrue(posters.awaitTermination(60, TimeUnit.SECONDS));
        }
    }

    private void post(AtomicBoolean enough) {
        while (!enough.get()) {
            UUID id = UUID.randomUUID();
            long origin = System.currentTimeMillis() * 1_000_000;
            String event = ("{'apiVersion':'v3','event':{'apiVersion':'v3','id':'" + id + "','deviceName':'d',"
                            + "'profileName':'p','sourceName':'s','origin':" + origin + ",'readings':[{'origin':"
                            + origin + ",'deviceName':'d','resourceName':'s','profileName':'p',"
                            + "'valueType':'Int32','value':'1'}]}}")
                    .replace('\'', '"');
            Answer answer = http("POST", "/core-data/api/v3/event/x/p/d/s", event);
            if (answer.status() == 201) {
                acknowledged.add(id);
            } else {
                failed.add(answer.toString());
            }
        }
    }

    private void awaitMore() throws Exception {
        int before = acknowledged.size();
        await("more events", () -> acknowledged.size() >= before + BETWEEN || !failed.isEmpty());
    }

    private boolean stored(UUID id) {
        return http("GET", "/core-data/api/v3/event/id/" + id, null).status() == 200;
    }

    private Answer bind(String service, String provider) {
        return http("PUT", "/api/v3/binding/" + service, "{\"provider\":\"" + provider + "\"}");
    }

    private static void target(String filter) throws IOException {
        Path file = Path.of(System.getProperty("karaf.etc"), "io.graft.coredata.cfg");
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(line.startsWith("events.target") ? "events.target = " + filter : line);
        }
        Files.write(file, lines);
    }

    private static String etc(String file) throws IOException {
        return Files.readString(Path.of(System.getProperty("karaf.etc"), file));
    }

    private static URI feature(String file) {
        return Path.of(System.getProperty(FOLDER), file).toUri();
    }

    private Set<Long> bundles() {
        Set<Long> ids = new TreeSet<>();
        for (var bundle : context.getBundles()) {
            ids.add(bundle.getBundleId());
        }
        return ids;
    }

    private String body(String path) {
        return http("GET", path, null).body();
    }

    private Answer http(String method, String path, String body) {
        return GatewayContainer.http(configurations, method, path, body);
    }
}
