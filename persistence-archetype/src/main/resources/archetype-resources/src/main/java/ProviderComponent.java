package ${package};

import io.graft.persistence.support.Provider;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** The provider: makes a database of its configuration, and leaves the rest to the life cycle. */
@Component(
        immediate = true,
        service = {},
        configurationPid = "${package}",
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = ProviderConfiguration.class)
public class ProviderComponent {

    private final BundleContext context;
    private String name;
    private Provider provider;

    @Activate
    public ProviderComponent(BundleContext context, ProviderConfiguration configuration) {
        this.context = context;
        start(configuration);
    }

    @Modified
    void modified(ProviderConfiguration configuration) {
        if (configuration.name().equals(name)) {
            provider.use(database(configuration));
        } else {
            provider.close();
            start(configuration);
        }
    }

    @Deactivate
    void deactivate() {
        provider.close();
    }

    private void start(ProviderConfiguration configuration) {
        name = configuration.name();
        provider = new Provider(context, name, database(configuration));
    }

    private FileDatabase database(ProviderConfiguration configuration) {
        if (!configuration.directory().isBlank()) {
            return new FileDatabase(
                    Path.of(configuration.directory().trim()).toAbsolutePath());
        }
        String data = context.getProperty("karaf.data");
        Path parent = data == null ? context.getDataFile("").toPath() : Path.of(data);
        return new FileDatabase(
                parent.resolve("store").resolve(configuration.name()).toAbsolutePath());
    }
}
