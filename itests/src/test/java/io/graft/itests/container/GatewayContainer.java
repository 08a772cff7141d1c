package io.graft.itests.container;

import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.ops4j.pax.exam.Option;
import org.osgi.service.cm.ConfigurationAdmin;

/** The assembled gateway as a container of tests, every port of it a free one. */
final class GatewayContainer {
    static final long PATIENCE_MS = 90_000;

    private GatewayContainer() {}

    static Option gateway() throws IOException {
        return composite(
                karafDistributionConfiguration()
                        .frameworkUrl(archive().toURI().toString())
                        .name("Graft")
                        .karafVersion(System.getProperty("karaf.version"))
                        .unpackDirectory(new File(System.getProperty("graft.work"), "exam"))
                        .useDeployFolder(false),
                configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
                systemTimeout(PATIENCE_MS),
                port("org.apache.felix.http.cfg", "org.osgi.service.http.port"),
                port("org.apache.karaf.shell.cfg", "sshPort"),
                port("io.graft.coredata.cfg", "port"),
                port("io.graft.metadata.cfg", "port"),
                port("io.graft.command.cfg", "port"),
                port("io.graft.keeper.cfg", "port"),
                port("io.graft.bus.broker.cfg", "port"),
                // the container's own bundles come from the local Maven repository
                editConfigurationFilePut(
                        "etc/org.ops4j.pax.url.mvn.cfg",
                        "org.ops4j.pax.url.mvn.localRepository",
                        System.getProperty("org.ops4j.pax.url.mvn.localRepository")));
    }

    private static File archive() {
        File archive = new File(System.getProperty("graft.distribution"));
        if (!archive.isFile()) {
            throw new IllegalStateException("the gateway's archive " + archive
                    + " is not there: build it first, by 'mvn -DskipTests install' in the folder above");
        }
        return archive;
    }

    private static Option port(String file, String key) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return editConfigurationFilePut("etc/" + file, key, Integer.toString(socket.getLocalPort()));
        }
    }

    /** What was answered; status 0 if nothing was. */
    record Answer(int status, String body) {}

    /** Asks the gateway on its common port. */
    static Answer http(ConfigurationAdmin configurations, String method, String path, String body) {
        try {
            Object port = configurations
                    .getConfiguration("org.apache.felix.http", null)
                    .getProperties()
                    .get("org.osgi.service.http.port");
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
            connection.setReadTimeout(20_000);
            connection.setRequestMethod(method);
            if (body != null) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(body.getBytes(StandardCharsets.UTF_8));
                }
            }
            int status = connection.getResponseCode();
            try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                return new Answer(status, in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            return new Answer(0, e.toString());
        }
    }

    static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (!condition.call()) {
            assertTrue(what + ": not within " + PATIENCE_MS + " ms", System.nanoTime() < deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
