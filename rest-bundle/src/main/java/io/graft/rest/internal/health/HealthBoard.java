package io.graft.rest.internal.health;

import io.graft.api.persistence.ProviderProperties;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.felix.hc.api.HealthCheck;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Asks the gateway's health checks. Each runs once at a time, on one of a few threads, and its result serves everybody
 * for a second; one that does not answer in time counts as failed and holds up nobody after that.
 *
 * <p>A persistence provider's check is shown and decides nothing: a provider that no service is bound to may be without
 * its server, and a service that is bound to one says in its own check whether it can store.
 */
@Component(service = HealthBoard.class)
public final class HealthBoard {

    private static final int THREADS = 4;
    private static final int WAITING = 64;
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Map<HealthCheck, RunningCheck> checks = new ConcurrentHashMap<>();
    private final ExecutorService executor;

    @Activate
    public HealthBoard() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "graft-health-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        executor = pool;
    }

    @Deactivate
    public void close() {
        executor.shutdownNow();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, updated = "bind")
    public void bind(HealthCheck check, Map<String, Object> properties) {
        boolean decides = !properties.containsKey(ProviderProperties.PROVIDER);
        checks.put(check, new RunningCheck(nameOf(check, properties), tagsOf(properties), decides, check, executor));
    }

    public void unbind(HealthCheck check) {
        checks.remove(check);
    }

    /**
     * The results of the checks with a tag, by name.
     *
     * @param tag null for all checks, those that decide nothing too
     */
    public List<CheckResult> results(String tag) {
        List<RunningCheck> asked = new ArrayList<>();
        for (RunningCheck check : checks.values()) {
            if (tag == null || (check.decides() && check.tags().contains(tag))) {
                asked.add(check);
            }
        }
        asked.forEach(RunningCheck::start);
        long deadline = System.nanoTime() + TIMEOUT_NANOS;
        List<CheckResult> results = new ArrayList<>();
        for (RunningCheck check : asked) {
            results.add(check.result(deadline));
        }
        results.sort(Comparator.comparing(CheckResult::name));
        return results;
    }

    private static String nameOf(HealthCheck check, Map<String, Object> properties) {
        return properties.get(HealthCheck.NAME) instanceof String name && !name.isBlank()
                ? name
                : check.getClass().getSimpleName();
    }

    private static List<String> tagsOf(Map<String, Object> properties) {
        Object tags = properties.get(HealthCheck.TAGS);
        if (tags instanceof String[] many) {
            return List.of(many);
        }
        return tags instanceof String one ? List.of(one) : List.of();
    }
}
