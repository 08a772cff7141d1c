package io.graft.persistence.support;

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ProviderProperties;
import io.graft.api.persistence.ScratchSpaces;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Open stores as services of the gateway. Used by one thread at a time. */
final class Publication {

    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

    private final Database database;
    private final OpenStores stores;
    private final DatabaseScratchSpaces spaces;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    /** Registers nothing yet. */
    Publication(Database database, OpenStores stores) {
        this.database = database;
        this.stores = stores;
        this.spaces = new DatabaseScratchSpaces(database);
    }

    Database database() {
        return database;
    }

    OpenStores stores() {
        return stores;
    }

    void register(BundleContext context, String provider) {
        Dictionary<String, Object> properties = FrameworkUtil.asDictionary(Map.of(
                ProviderProperties.PROVIDER,
                provider,
                ProviderProperties.VERSION,
                context.getBundle().getVersion().toString()));
        registrations.add(context.registerService(DocumentStore.class, stores.documents(), properties));
        registrations.add(context.registerService(EventStore.class, stores.events(), properties));
        registrations.add(context.registerService(ScratchSpaces.class, spaces, properties));
    }

    /** Takes the services back; whoever uses them lets go before this returns. */
    synchronized void unregister() {
        for (ServiceRegistration<?> registration : registrations) {
            try {
                registration.unregister();
            } catch (IllegalStateException e) {
                LOG.debug("the framework has taken back a service already", e);
            }
        }
        registrations.clear();
    }

    /** Removes what gateways that were killed have left behind. */
    void sweep() {
        spaces.sweep();
    }

    /** Ends every call, thread and connection. */
    void close() {
        try {
            spaces.close();
        } finally {
            stores.close();
        }
    }
}
