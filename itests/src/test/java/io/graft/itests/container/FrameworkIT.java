package io.graft.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.service.cm.ConfigurationAdmin;

/** The assembled gateway from inside of its framework. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class FrameworkIT {
    private static final long PATIENCE_MS = 90_000;

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationAdmin configurations;

    @Configuration
    public Option[] gateway() throws IOException {
        return options(
                karafDistributionConfiguration()
                        .frameworkUrl(new File(System.getProperty("graft.distribution"))
                                .toURI()
                                .toString())
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
                port("io.graft.keeper.cfg", "port"),
                // the container's own bundles come from the local Maven repository
                editConfigurationFilePut(
                        "etc/org.ops4j.pax.url.mvn.cfg",
                        "org.ops4j.pax.url.mvn.localRepository",
                        System.getProperty("org.ops4j.pax.url.mvn.localRepository")));
    }

    private static Option port(String file, String key) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return editConfigurationFilePut("etc/" + file, key, Integer.toString(socket.getLocalPort()));
        }
    }

    @Test
    public void everyBundleIsActive() {
        List<String> others = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            if (bundle.getState() != (fragment ? Bundle.RESOLVED : Bundle.ACTIVE)) {
                others.add(bundle + " in state " + bundle.getState());
            }
        }
        assertEquals(List.of(), others);
    }

    @Test
    public void componentRuntimeIsTheOneWithTheRepairedReferences() {
        for (Bundle bundle : context.getBundles()) {
            if ("org.apache.felix.scr".equals(bundle.getSymbolicName())) {
                assertEquals("2.2.18", bundle.getVersion().toString());
            }
        }
    }

    @Test
    public void changedSettingRestartsNoBundleAndTakesNoServiceAway() throws Exception {
        await(() -> status("/health/ready") == 200);
        List<String> seen = new CopyOnWriteArrayList<>();
        BundleListener bundles = event -> {
            if (event.getType() == BundleEvent.STOPPED || event.getType() == BundleEvent.STARTED) {
                seen.add("bundle " + event.getBundle() + " " + event.getType());
            }
        };
        ServiceListener services = event -> {
            if (event.getType() == ServiceEvent.UNREGISTERING
                    && event.getServiceReference().getBundle().getSymbolicName().startsWith("io.graft.")) {
                seen.add("service " + event.getServiceReference());
            }
        };
        context.addBundleListener(bundles);
        context.addServiceListener(services);
        try {
            set("io.graft.coredata", "max.result.count", "7");
            await(() -> status("/core-data/api/v3/event/all?limit=8") >= 400);
            set("io.graft.coredata", "max.result.count", "1024");
            await(() -> status("/core-data/api/v3/event/all?limit=8") == 200);
        } finally {
            context.removeBundleListener(bundles);
            context.removeServiceListener(services);
        }
        assertEquals(List.of(), seen);
    }

    private void set(String pid, String key, String value) throws IOException {
        org.osgi.service.cm.Configuration configuration = configurations.getConfiguration(pid, null);
        Dictionary<String, Object> properties = configuration.getProperties();
        properties.put(key, value);
        configuration.update(properties);
    }

    private int status(String path) {
        try {
            Object port = configurations
                    .getConfiguration("org.apache.felix.http", null)
                    .getProperties()
                    .get("org.osgi.service.http.port");
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
            connection.setReadTimeout(5_000);
            return connection.getResponseCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (!condition.getAsBoolean()) {
            assertTrue("not within " + PATIENCE_MS + " ms", System.nanoTime() < deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
