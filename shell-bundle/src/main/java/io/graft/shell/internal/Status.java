package io.graft.shell.internal;

import io.graft.persistence.binding.MigrationStatus;
import io.graft.persistence.binding.SpoolStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an operator wants to know of the gateway at one glance.
 *
 * @param services the REST services, by name
 * @param stores the databases, by provider
 * @param spools what is acknowledged and waits for a database, by service
 * @param migrations the last migration of every service
 * @param checks the results of all health checks, by name
 * @param eventsPersisted events stored since the start of the gateway
 * @param readingsPersisted readings stored since the start of the gateway
 */
record Status(
        List<Service> services,
        List<Store> stores,
        List<SpoolStatus> spools,
        List<MigrationStatus> migrations,
        List<Check> checks,
        long eventsPersisted,
        long readingsPersisted) {

    /**
     * A REST service.
     *
     * @param name as EdgeX calls it
     * @param port of its own, or 0 for none
     * @param settings the PID of its settings; empty where it has none
     */
    record Service(String name, int port, String settings) {}

    /**
     * A database.
     *
     * @param provider the provider's name
     * @param version the provider's version
     * @param keeps what it serves now, e.g. {@code events, documents}
     * @param usedBy the services that are bound to it, each with the reference
     */
    record Store(String provider, String version, String keeps, List<String> usedBy) {}

    /**
     * The result of a health check.
     *
     * @param name of the check
     * @param result {@code OK}, {@code WARN}, {@code TEMPORARILY_UNAVAILABLE}, {@code CRITICAL} or {@code HEALTH_CHECK_ERROR}
     * @param message what it says
     * @param decides whether the gateway's own health depends on it; on that of a database that nobody may use it doesn't
     */
    record Check(String name, String result, String message, boolean decides) {}

    /** What programs are given. */
    Map<String, Object> view() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("services", services);
        view.put("stores", stores);
        view.put("spools", spools.stream().map(SpoolView::of).toList());
        view.put("migrations", migrations.stream().map(Views::of).toList());
        view.put("checks", checks);
        view.put("eventsPersisted", eventsPersisted);
        view.put("readingsPersisted", readingsPersisted);
        view.put("healthy", healthy());
        return view;
    }

    /** Whether every check is content that decides. */
    boolean healthy() {
        return checks.stream()
                .allMatch(check -> !check.decides()
                        || check.result().equals("OK")
                        || check.result().equals("WARN"));
    }
}
