package ${package};

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** One more of the same, for each file {@code etc/${package}.instance-<anything>.cfg}; it needs a name of its own. */
@Component(
        immediate = true,
        service = {},
        configurationPid = "${package}.instance",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ProviderConfiguration.class, factory = true)
public final class ProviderInstance extends ProviderComponent {

    @Activate
    public ProviderInstance(BundleContext context, ProviderConfiguration configuration) {
        super(context, configuration);
    }

    @Override
    @Modified
    void modified(ProviderConfiguration configuration) {
        super.modified(configuration);
    }

    @Override
    @Deactivate
    void deactivate() {
        super.deactivate();
    }
}
