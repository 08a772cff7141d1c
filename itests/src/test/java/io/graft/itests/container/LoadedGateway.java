package io.graft.itests.container;

import static io.graft.itests.container.GatewayContainer.await;
import static org.junit.Assert.assertEquals;

import io.graft.itests.bundles.Changes;
import io.graft.itests.load.Answer;
import io.graft.itests.load.Client;
import io.graft.itests.load.Tolerance;
import io.graft.itests.load.Traffic;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * The assembled gateway with clients that write, read and delete while its databases are changed: none is refused, no
 * event is lost, and nothing happens to any bundle but the provider's.
 */
final class LoadedGateway {
    static final String EMBEDDED = "embedded";

    /** How many events come in between two changes. */
    static final int BETWEEN = 40;

    /** How many come in while there is no database: who reads waits each time. */
    static final int MEANWHILE = 4;

    private static final List<String> SERVICES = List.of("core-data", "core-keeper");
    private static final int WRITERS = 2;
    private static final int PAGE = 1000;

    private final BundleContext context;
    private final Client client;

    /** What is done meanwhile. It leaves the provider installed. */
    interface Ways {
        void go(Traffic traffic) throws Exception;
    }

    LoadedGateway(BundleContext context, ConfigurationAdmin configurations) throws IOException {
        this.context = context;
        Object port = configurations
                .getConfiguration("org.apache.felix.http", null)
                .getProperties()
                .get("org.osgi.service.http.port");
        this.client = new Client(URI.create("http://127.0.0.1:" + port), PAGE);
    }

    /** Waits until it serves. */
    void awaitReady() throws Exception {
        await("the gateway", () -> client.get("/health/ready").status() == 200);
    }

    Client client() {
        return client;
    }

    /**
     * Goes these ways under load, and looks for every event and key in the two databases afterwards.
     *
     * @param provider the other database besides the embedded one
     * @param symbolicName that of the provider's bundle, to which things may happen
     */
    void underLoad(String provider, String symbolicName, Ways ways) throws Exception {
        bind(EMBEDDED);
        Traffic traffic;
        try (Changes changes = new Changes(context, bundle -> symbolicName.equals(bundle.getSymbolicName()))) {
            traffic = new Traffic(client, WRITERS, Tolerance.LATER);
            try (traffic) {
                traffic.more(BETWEEN);
                ways.go(traffic);
                traffic.more(BETWEEN);
            }
            assertEquals(traffic.toString(), List.of(), traffic.refused());
            assertEquals("what happened to other bundles", List.of(), changes.seen());
        }
        await("the spool", () -> client.backlog() == 0);
        Map<String, Set<UUID>> events = new TreeMap<>();
        Map<String, Set<UUID>> keys = new TreeMap<>();
        for (String each : List.of(provider, EMBEDDED)) {
            bind(each);
            events.put(each, client.events());
            keys.put(each, client.keys());
            client.clear();
        }
        assertEquals(List.of(), traffic.events().faults(events, false));
        assertEquals(List.of(), traffic.keys().faults(keys, false));
    }

    /** Binds the services under load. */
    void bind(Traffic traffic, String provider) throws Exception {
        traffic.changing(() -> bind(provider));
        traffic.more(BETWEEN);
    }

    private void bind(String provider) {
        for (String service : SERVICES) {
            Answer bound = client.bind(service, provider);
            assertEquals(bound.toString(), 200, bound.status());
        }
    }

    /** Waits until events go to a provider of this version. */
    void awaitBound(String provider, String version) throws Exception {
        await(
                "core-data bound to " + provider + " " + version,
                () -> bound().contains("\"provider\":\"" + provider + "\"")
                        && bound().contains("\"providerVersion\":\"" + version + "\""));
    }

    /** How core-data is bound. */
    String bound() {
        return client.get("/api/v3/binding/core-data").body();
    }

    /** Waits until a provider serves. */
    void awaitServing(String provider) throws Exception {
        await("provider " + provider, () -> serves(provider));
    }

    /** Waits until a provider is gone. */
    void awaitGone(String provider) throws Exception {
        await(
                "the end of provider " + provider,
                () -> client.get("/api/v3/provider/" + provider).status() == 404);
    }

    private boolean serves(String provider) {
        return client.get("/api/v3/provider/" + provider).body().contains("\"stores\":[\"events\",\"documents\"]");
    }
}
