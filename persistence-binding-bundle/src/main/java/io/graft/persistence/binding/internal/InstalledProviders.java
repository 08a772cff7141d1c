package io.graft.persistence.binding.internal;

import io.graft.api.certification.Certificates;
import io.graft.api.persistence.ProviderProperties;
import io.graft.api.persistence.ScratchSpaces;
import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.Provider;
import io.graft.persistence.binding.Provider.BundleInfo;
import io.graft.persistence.binding.Provider.Health;
import io.graft.persistence.binding.StoreKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Finds the providers by the services that they have registered now: stores, scratch spaces and health checks. */
final class InstalledProviders {

    private static final String OF_PROVIDERS = "(" + ProviderProperties.PROVIDER + "=*)";
    private static final Health UNKNOWN = new Health("UNKNOWN", "it has no health check");

    private final BundleContext context;
    private final HealthProbe probe;

    InstalledProviders(BundleContext context, HealthProbe probe) {
        this.context = context;
        this.probe = probe;
    }

    /** What one bundle registers under one provider's name. */
    private record Key(String name, long bundle) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::name).thenComparing(Key::bundle);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private static final class Found {
        private final Bundle bundle;
        private final Set<StoreKind> stores = EnumSet.noneOf(StoreKind.class);
        private final List<ServiceReference<HealthCheck>> checks = new ArrayList<>();
        private String version = "";
        private boolean certifiable;

        Found(Bundle bundle) {
            this.bundle = bundle;
        }
    }

    /**
     * All of them.
     *
     * @param bindings who is bound to what
     * @param certificates null if nobody knows
     */
    List<Provider> list(List<Binding> bindings, Certificates certificates) {
        Map<Key, Found> found = find();
        Map<Key, Health> health = health(found);
        List<Provider> providers = new ArrayList<>();
        found.forEach((key, each) -> {
            String bundleVersion = each.bundle.getVersion().toString();
            providers.add(new Provider(
                    key.name(),
                    each.version.isEmpty() ? bundleVersion : each.version,
                    new BundleInfo(key.bundle(), String.valueOf(each.bundle.getSymbolicName()), bundleVersion),
                    each.stores,
                    each.certifiable,
                    health.get(key),
                    boundTo(key, bindings),
                    Optional.ofNullable(certificates).map(known -> known.of(key.name()))));
        });
        return providers;
    }

    private Map<Key, Found> find() {
        Map<Key, Found> found = new TreeMap<>();
        for (StoreKind kind : StoreKind.values()) {
            for (ServiceReference<?> reference : references(kind.type())) {
                of(reference, found).ifPresent(each -> each.stores.add(kind));
            }
        }
        for (ServiceReference<?> reference : references(ScratchSpaces.class)) {
            of(reference, found).ifPresent(each -> each.certifiable = true);
        }
        for (ServiceReference<HealthCheck> reference : references(HealthCheck.class)) {
            of(reference, found).ifPresent(each -> each.checks.add(reference));
        }
        return found;
    }

    private static Optional<Found> of(ServiceReference<?> reference, Map<Key, Found> found) {
        Bundle bundle = reference.getBundle();
        if (bundle == null) {
            return Optional.empty(); // it has just been unregistered
        }
        String name = String.valueOf(reference.getProperty(ProviderProperties.PROVIDER));
        Found each = found.computeIfAbsent(new Key(name, bundle.getBundleId()), key -> new Found(bundle));
        if (reference.getProperty(ProviderProperties.VERSION) instanceof String version) {
            each.version = version;
        }
        return Optional.of(each);
    }

    /** Of several checks of one provider, the one that is worst off counts. */
    private Map<Key, Health> health(Map<Key, Found> found) {
        List<Key> keys = new ArrayList<>();
        List<HealthCheck> checks = new ArrayList<>();
        List<ServiceReference<?>> used = new ArrayList<>();
        Map<Key, Health> health = new TreeMap<>();
        try {
            found.forEach((key, each) -> {
                health.put(key, UNKNOWN);
                for (ServiceReference<HealthCheck> reference : each.checks) {
                    HealthCheck check = context.getService(reference);
                    if (check != null) {
                        used.add(reference);
                        keys.add(key);
                        checks.add(check);
                    }
                }
            });
            List<Health> said = probe.ask(checks);
            for (int i = 0; i < said.size(); i++) {
                health.merge(keys.get(i), said.get(i), InstalledProviders::worse);
            }
        } finally {
            used.forEach(context::ungetService);
        }
        return health;
    }

    private static Health worse(Health a, Health b) {
        return a.equals(UNKNOWN) || status(b).compareTo(status(a)) > 0 ? b : a;
    }

    private static Result.Status status(Health health) {
        return Result.Status.valueOf(health.status());
    }

    private static List<String> boundTo(Key key, List<Binding> bindings) {
        return bindings.stream()
                .filter(binding -> binding.bound()
                        .filter(bound -> bound.provider().equals(key.name()) && bound.bundle() == key.bundle())
                        .isPresent())
                .map(binding -> binding.service() + " " + binding.reference())
                .toList();
    }

    private <T> Collection<ServiceReference<T>> references(Class<T> type) {
        try {
            return context.getServiceReferences(type, OF_PROVIDERS);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(OF_PROVIDERS + " is a filter", e);
        }
    }
}
