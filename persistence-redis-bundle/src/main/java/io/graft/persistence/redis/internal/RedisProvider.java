package io.graft.persistence.redis.internal;

import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.support.Database;
import io.graft.persistence.support.OpenStores;
import io.graft.persistence.support.Provider;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The provider: connects to Redis as it is configured, and registers the stores. */
@Component(
        immediate = true,
        service = {},
        configurationPid = RedisProvider.PID,
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = RedisConfiguration.class)
public class RedisProvider {

    static final String PID = "io.graft.persistence.redis";

    private static final Logger LOG = LoggerFactory.getLogger(RedisProvider.class);

    private final Provider provider;
    private final String name;

    @Activate
    public RedisProvider(BundleContext context, RedisConfiguration configuration) {
        this.name = configuration.name();
        this.provider = new Provider(context, name, database(configuration));
    }

    @Modified
    void modified(RedisConfiguration configuration) {
        if (!name.equals(configuration.name())) {
            LOG.warn(
                    "the provider is still called {}; {} takes effect with the next start", name, configuration.name());
        }
        provider.use(database(configuration));
    }

    @Deactivate
    void deactivate() {
        provider.close();
    }

    private static Database database(RedisConfiguration configuration) {
        try {
            return new RedisDatabase(RedisSettings.of(configuration));
        } catch (StoreException e) {
            return new Misconfigured(e.getMessage());
        }
    }

    /** Says what is wrong with the configuration until it is mended. */
    private record Misconfigured(String problem) implements Database {

        @Override
        public OpenStores open(String nameSpace) {
            throw new StoreUnavailableException(Reason.UNREACHABLE, problem);
        }

        @Override
        public void remove(String nameSpace) {
            throw new StoreUnavailableException(Reason.UNREACHABLE, problem);
        }
    }
}
