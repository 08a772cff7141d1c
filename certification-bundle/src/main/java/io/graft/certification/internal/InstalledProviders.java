package io.graft.certification.internal;

import io.graft.api.persistence.ProviderProperties;
import io.graft.api.persistence.ScratchSpaces;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The providers that have scratch spaces now. Safe for use by many threads. */
final class InstalledProviders {

    private static final String OF_PROVIDERS = "(" + ProviderProperties.PROVIDER + "=*)";

    private final BundleContext context;

    InstalledProviders(BundleContext context) {
        this.context = context;
    }

    /** All of them, by name; of two with one name the one that the framework ranks first. */
    List<Installed> all() {
        List<Installed> all = new ArrayList<>();
        references().stream().sorted(Comparator.reverseOrder()).forEach(reference -> {
            Bundle bundle = reference.getBundle();
            String name = String.valueOf(reference.getProperty(ProviderProperties.PROVIDER));
            if (bundle != null && all.stream().noneMatch(other -> other.name().equals(name))) {
                all.add(new Installed(name, version(reference, bundle), bundle, reference));
            }
        });
        all.sort(Comparator.comparing(Installed::name));
        return all;
    }

    /** The one with that name. */
    Optional<Installed> named(String name) {
        return all().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private static String version(ServiceReference<?> reference, Bundle bundle) {
        return reference.getProperty(ProviderProperties.VERSION) instanceof String version
                ? version
                : bundle.getVersion().toString();
    }

    private Collection<ServiceReference<ScratchSpaces>> references() {
        try {
            return context.getServiceReferences(ScratchSpaces.class, OF_PROVIDERS);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(OF_PROVIDERS + " is a filter", e);
        }
    }
}
