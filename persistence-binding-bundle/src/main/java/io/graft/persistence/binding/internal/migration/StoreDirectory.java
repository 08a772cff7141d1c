package io.graft.persistence.binding.internal.migration;

import io.graft.api.persistence.ProviderProperties;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Constants;

/** The stores that are there, by their providers' names. Safe for use by many threads. */
final class StoreDirectory<S> {

    private final String kind;
    private final Map<S, Map<String, ?>> stores = new ConcurrentHashMap<>();

    /** @param kind what the stores are of, e.g. {@code events} */
    StoreDirectory(String kind) {
        this.kind = kind;
    }

    void add(S store, Map<String, ?> properties) {
        stores.put(store, properties);
    }

    void remove(S store) {
        stores.remove(store);
    }

    /** Of several stores of one name, which are those of one database, the one with the highest ranking. */
    Optional<S> find(String provider) {
        return stores.entrySet().stream()
                .filter(entry -> provider.equals(entry.getValue().get(ProviderProperties.PROVIDER)))
                .max(Comparator.comparingInt(entry -> ranking(entry.getValue())))
                .map(Map.Entry::getKey);
    }

    Endpoint<S> endpoint(String provider) {
        return new Endpoint<>(provider, () -> find(provider)
                .orElseThrow(() -> new StoreUnavailableException(
                        Reason.CLOSED, "provider " + provider + " serves no " + kind + " now")));
    }

    private static int ranking(Map<String, ?> properties) {
        return properties.get(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0;
    }
}
