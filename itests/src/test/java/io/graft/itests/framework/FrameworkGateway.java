package io.graft.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.itests.bundles.MemoryProviderBundle;
import io.graft.itests.load.Answer;
import io.graft.itests.load.Client;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The gateway's own bundles in a plain framework, served over HTTP as they are in the gateway. */
final class FrameworkGateway implements AutoCloseable {
    static final Map<String, String> TARGETS =
            Map.of("io.graft.coredata", "events.target", "io.graft.keeper", "documents.target");

    private static final Map<String, String> SERVICES =
            Map.of("core-data", "io.graft.coredata", "core-keeper", "io.graft.keeper");
    private static final int PAGE = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedFramework framework;
    private final ConfigurationAdmin configurations;
    private final Client client;
    private final BiConsumer<String, String> faults;

    FrameworkGateway(Path folder) throws BundleException, IOException {
        int port = freePort();
        framework = new EmbeddedFramework(
                folder.resolve("framework"),
                Map.of(
                        "karaf.data",
                        folder.toString(),
                        "org.apache.felix.http.host",
                        "127.0.0.1",
                        "org.osgi.service.http.port",
                        Integer.toString(port),
                        "felix.fileinstall.dir",
                        folder.resolve("etc").toString(),
                        "felix.fileinstall.tmpdir",
                        folder.resolve("watched").toString(),
                        "felix.fileinstall.poll",
                        "100",
                        "felix.fileinstall.enableConfigSave",
                        "false"));
        framework.startLibraries(
                "org.osgi.util.function",
                "org.osgi.util.promise",
                "org.osgi.service.component",
                "org.apache.felix.configadmin",
                "org.apache.felix.healthcheck.api",
                "commons-io",
                "commons-fileupload",
                "org.apache.felix.http.servlet-api",
                "jackson-annotations",
                "jackson-core",
                "jackson-databind",
                "jackson-dataformat-cbor",
                "snakeyaml",
                "jackson-dataformat-yaml",
                "org.apache.felix.scr");
        BundleContext context = framework.context();
        configurations = context.getService(context.getServiceReference(ConfigurationAdmin.class));
        configure("io.graft.rest", Map.of("ready.services", "core-data, core-keeper"));
        for (Map.Entry<String, String> each : TARGETS.entrySet()) {
            configure(each.getKey(), Map.of("port", 0, each.getValue(), "(persistence.provider=nobody)"));
        }
        configure(
                "io.graft.persistence.embedded",
                Map.of("directory", folder.resolve("store").toString()));
        framework.startLibraries("org.apache.felix.http.jetty12");
        framework.installModule("api-bundle", "io.graft.api").start();
        Bundle server = framework.install(MemoryProviderBundle.server()
                .write(Files.createDirectories(folder).resolve("server.jar")));
        server.start();
        faults = faults(server);
        framework
                .installModule("persistence-binding-bundle", "io.graft.persistence.binding")
                .start();
        framework.installModule("rest-bundle", "io.graft.rest").start();
        framework.installModule("bus-binding-bundle", "io.graft.bus.binding").start();
        framework.installModule("core-data-bundle", "io.graft.coredata").start();
        framework.installModule("keeper-bundle", "io.graft.keeper").start();
        framework.installModule("management-bundle", "io.graft.management").start();
        client = new Client(URI.create("http://127.0.0.1:" + port), PAGE);
        await().atMost(PATIENCE).until(() -> SERVICES.keySet().stream()
                .allMatch(service -> client.get("/" + service + "/api/v3/ping").status() == 200));
    }

    BundleContext context() {
        return framework.context();
    }

    Client client() {
        return client;
    }

    Bundle install(Path jar) throws BundleException {
        return framework.install(jar);
    }

    /** What is wrong with a database of the memory server from now on. */
    void fault(String database, String fault) {
        faults.accept(database, fault);
    }

    /** Changes properties of a configuration, as the gateway does when somebody has changed its file. */
    void configure(String pid, Map<String, ?> changed) throws IOException {
        Configuration configuration = configurations.getConfiguration(pid, "?");
        var before = configuration.getProperties();
        Map<String, Object> properties = new HashMap<>(before == null ? Map.of() : FrameworkUtil.asMap(before));
        properties.putAll(changed);
        configuration.update(FrameworkUtil.asDictionary(properties));
    }

    /** Configures one more instance of a component, as a file {@code <pid>-<name>.cfg} does. */
    void configureInstance(String pid, String name, Map<String, ?> properties) throws IOException {
        configurations.getFactoryConfiguration(pid, name, "?").update(FrameworkUtil.asDictionary(properties));
    }

    /** Takes an instance away, as the deletion of its file does. */
    void removeInstance(String pid, String name) throws IOException {
        configurations.getFactoryConfiguration(pid, name, "?").delete();
    }

    /** What a configuration says now. */
    Map<String, Object> configuration(String pid) throws IOException {
        var properties = configurations.getConfiguration(pid, "?").getProperties();
        return properties == null ? Map.of() : FrameworkUtil.asMap(properties);
    }

    /** From now on the configurations are what the files of the folder {@code etc} say. */
    void watchFiles() throws BundleException {
        framework.startLibraries("org.apache.felix.fileinstall");
    }

    /** Sets the services' targets. */
    void target(String provider) throws IOException {
        for (Map.Entry<String, String> each : TARGETS.entrySet()) {
            configure(each.getKey(), Map.of(each.getValue(), "(persistence.provider=" + provider + ")"));
        }
    }

    /** Binds the services to a provider, by the gateway's REST. */
    void bind(String provider) {
        for (String service : SERVICES.keySet()) {
            Answer bound = client.bind(service, provider);
            assertThat(bound.status()).as(bound.toString()).isEqualTo(200);
        }
    }

    /** Waits until the services are bound to a provider, of this version of its bundle. */
    void awaitBound(String provider, String version) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(SERVICES.keySet())
                        .extracting(service ->
                                client.get("/api/v3/binding/" + service).body())
                        .allSatisfy(bound -> assertThat(bound)
                                .contains("\"state\":\"BOUND\"")
                                .contains("\"provider\":\"" + provider + "\"")
                                .contains("\"providerVersion\":\"" + version + "\"")));
    }

    /** Waits until the spool is empty. */
    void awaitDrained() {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> client.backlog() == 0);
    }

    void refresh(Bundle bundle) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        framework
                .context()
                .getBundle(0)
                .adapt(FrameworkWiring.class)
                .refreshBundles(java.util.Set.of(bundle), event -> refreshed.countDown());
        assertThat(refreshed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() throws BundleException {
        framework.close();
    }

    @SuppressWarnings("unchecked") // the server's, which takes texts
    private BiConsumer<String, String> faults(Bundle server) {
        return framework.service(BiConsumer.class, server);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
