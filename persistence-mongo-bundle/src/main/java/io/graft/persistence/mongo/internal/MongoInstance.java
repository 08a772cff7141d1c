package io.graft.persistence.mongo.internal;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/**
 * One more of the same for each configuration of a factory. With a PID of its own, since declarative services follows
 * neither kind of configuration once both are there for one PID.
 */
@Component(
        immediate = true,
        service = {},
        configurationPid = MongoProvider.PID + ".instance",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MongoConfiguration.class, factory = true)
public final class MongoInstance extends MongoProvider {

    @Activate
    public MongoInstance(BundleContext context, MongoConfiguration configuration) {
        super(context, configuration);
    }

    @Override
    @Modified
    void modified(MongoConfiguration configuration) {
        super.modified(configuration);
    }

    @Override
    @Deactivate
    void deactivate() {
        super.deactivate();
    }
}
