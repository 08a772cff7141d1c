package io.graft.management.internal;

import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.Bindings;
import io.graft.persistence.binding.Provider;
import io.graft.persistence.binding.SpoolStatus;
import java.util.List;
import java.util.Optional;

/** A gateway without services and providers. */
final class NoBindings implements Bindings {

    @Override
    public List<Binding> bindings() {
        return List.of();
    }

    @Override
    public List<Provider> providers() {
        return List.of();
    }

    @Override
    public List<SpoolStatus> spools() {
        return List.of();
    }

    @Override
    public Binding bind(String service, Optional<String> reference, String provider) {
        throw new UnsupportedOperationException(service);
    }
}
