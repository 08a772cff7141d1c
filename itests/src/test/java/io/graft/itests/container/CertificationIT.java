package io.graft.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import io.graft.itests.bundles.Changes;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Certifies a provider in a gateway as it comes: {@code -Dcertify.feature=mvn:group/artifact/version/xml/features
 * -Dcertify.provider=name} installs all features of that repository, binds nothing to the provider, and writes the
 * report to {@code target/certification}. Without them it certifies the embedded provider.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class CertificationIT {

    private static final String FEATURE = "certify.feature";
    private static final String PROVIDER = "certify.provider";
    private static final String WORK = "graft.work";
    private static final int ROUNDS = 5;
    private static final long LONGEST_MS = TimeUnit.MINUTES.toMillis(35);

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationAdmin configurations;

    @Inject
    private FeaturesService features;

    @Configuration
    public Option[] gateway() throws IOException {
        String feature = System.getProperty(FEATURE, "");
        String provider = System.getProperty(PROVIDER, "");
        if (provider.isEmpty() && feature.isEmpty()) {
            provider = "embedded";
        }
        if (provider.isEmpty()) {
            throw new IllegalStateException("-D" + FEATURE + " needs the provider's name besides, -D" + PROVIDER);
        }
        return options(
                GatewayContainer.gateway(),
                systemProperty(FEATURE).value(feature),
                systemProperty(PROVIDER).value(provider),
                systemProperty(WORK).value(System.getProperty(WORK)));
    }

    @Test
    public void providerIsCertified() throws Exception {
        String provider = System.getProperty(PROVIDER);
        GatewayContainer.await("the gateway", () -> get("/api/v3/certificate", "application/json").status == 200);
        List<String> faults = new ArrayList<>();
        if (!System.getProperty(FEATURE).isEmpty()) {
            install(provider, faults);
        }
        GatewayContainer.await("the provider '" + provider + "'", () -> ProviderBundle.of(context, provider) != null);
        faults.addAll(ProviderBundle.faults(ProviderBundle.of(context, provider)));

        Answer begun = request("POST", "/api/v3/certification/" + provider, "application/json");
        assertEquals(begun.text(), 202, begun.status);
        String state = ended(provider);
        Path reports = Path.of(System.getProperty(WORK), "certification");
        Files.createDirectories(reports);
        for (String form : new String[] {".json", ".html"}) {
            Answer report = get("/api/v3/certificate/" + provider + form, "*/*");
            assertEquals(state + report.text(), 200, report.status);
            Files.write(reports.resolve(provider + form), report.body);
        }
        Path hygiene = reports.resolve(provider + "-bundle.txt");
        Files.write(hygiene, faults.isEmpty() ? List.of("The bundle comes and goes cleanly.") : faults);
        assertTrue(state + ", see " + reports.resolve(provider + ".html"), state.contains("\"verdict\":\"certified\""));
        assertTrue(get("/api/v3/certificate", "application/json")
                .text()
                .contains("\"provider\":\"" + provider + "\",\"state\":\"CERTIFIED\""));
        assertEquals("what is wrong with the bundle, see " + hygiene, List.of(), faults);
    }

    /** Some rounds of installing and uninstalling, and one more installing; the other bundles don't notice. */
    private void install(String provider, List<String> faults) throws Exception {
        URI repository = URI.create(System.getProperty(FEATURE));
        features.addRepository(repository);
        assertNotNull(repository + " can't be found in the local Maven repository", features.getRepository(repository));
        Feature[] all = features.getRepository(repository).getFeatures();
        Set<String> names = Arrays.stream(all)
                .map(each -> each.getName() + "/" + each.getVersion())
                .collect(Collectors.toSet());
        Set<Long> before =
                Arrays.stream(context.getBundles()).map(Bundle::getBundleId).collect(Collectors.toSet());
        try (Changes changes = new Changes(context, each -> !before.contains(each.getBundleId()))) {
            for (int round = 0; round < ROUNDS; round++) {
                features.installFeatures(names, EnumSet.noneOf(FeaturesService.Option.class));
                GatewayContainer.await(
                        "the provider '" + provider + "'", () -> ProviderBundle.of(context, provider) != null);
                features.uninstallFeatures(names, EnumSet.noneOf(FeaturesService.Option.class));
                if (ProviderBundle.of(context, provider) != null) {
                    faults.add("round " + round + ": its bundle is still there when its features are uninstalled");
                }
            }
            features.installFeatures(names, EnumSet.noneOf(FeaturesService.Option.class));
            changes.seen().forEach(seen -> faults.add("happened to another bundle: " + seen));
        }
    }

    private String ended(String provider) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_MS);
        while (System.nanoTime() < deadline) {
            Answer state = get("/api/v3/certification/" + provider, "application/json");
            assertEquals(state.text(), 200, state.status);
            if (!state.text().contains("\"state\":\"RUNNING\"")) {
                return state.text();
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        fail("the certification did not end within " + LONGEST_MS + " ms");
        return "";
    }

    private static final class Answer {
        private final int status;
        private final byte[] body;

        Answer(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private Answer get(String path, String accept) {
        return request("GET", path, accept);
    }

    private Answer request(String method, String path, String accept) {
        try {
            Object port = configurations
                    .getConfiguration("org.apache.felix.http", null)
                    .getProperties()
                    .get("org.osgi.service.http.port");
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
            connection.setRequestMethod(method);
            connection.setRequestProperty("Accept", accept);
            connection.setReadTimeout(30_000);
            int status = connection.getResponseCode();
            try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                return new Answer(status, in == null ? new byte[0] : in.readAllBytes());
            }
        } catch (IOException e) {
            return new Answer(0, e.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
