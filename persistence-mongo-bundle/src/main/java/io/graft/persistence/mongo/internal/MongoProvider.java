package io.graft.persistence.mongo.internal;

import io.graft.persistence.support.Database;
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

/** The provider: connects to MongoDB and registers its stores; one instance for each configuration. */
@Component(
        immediate = true,
        service = {},
        configurationPid = MongoProvider.PID,
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = MongoConfiguration.class)
public class MongoProvider {

    static final String PID = "io.graft.persistence.mongo";

    private static final Logger LOG = LoggerFactory.getLogger(MongoProvider.class);

    private final String name;
    private final Neighbours neighbours;
    private final Provider provider;

    @Activate
    public MongoProvider(BundleContext context, MongoConfiguration configuration) {
        this.name = configuration.name().trim();
        this.neighbours = new ServiceNeighbours(context);
        this.provider = new Provider(context, name, database(configuration));
    }

    @Modified
    void modified(MongoConfiguration configuration) {
        if (!configuration.name().trim().equals(name)) {
            LOG.warn(
                    "the provider is still called {}; {} is used when it is started again", name, configuration.name());
        }
        provider.use(database(configuration));
    }

    private Database database(MongoConfiguration configuration) {
        return new MongoServerDatabase(MongoSettings.of(configuration), name, neighbours);
    }

    @Deactivate
    void deactivate() {
        provider.close();
        BufferPools.stopPruning();
    }
}
