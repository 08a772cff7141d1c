package io.graft.keeper.internal;

import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.BindingException;
import io.graft.persistence.binding.Bindings;
import io.graft.persistence.binding.Provider;
import io.graft.persistence.binding.StoreKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One binding of core-data, to one of two providers. */
final class FakeBindings implements Bindings {

    private volatile String provider = "embedded";

    /** As the keeper's settings see them. */
    TargetSettings targets() {
        return new TargetSettings(new TargetSettings.Lookup() {

            @Override
            public <R> R ask(Function<? super Bindings, ? extends R> question, R otherwise) {
                return question.apply(FakeBindings.this);
            }
        });
    }

    @Override
    public List<Binding> bindings() {
        return List.of(new Binding(
                "core-data",
                "io.graft.coredata",
                "events",
                StoreKind.EVENTS,
                "(persistence.provider=" + provider + ")",
                Binding.State.BOUND,
                Optional.of(new Binding.Bound(provider, "1.0.0", 1)),
                ""));
    }

    @Override
    public List<Provider> providers() {
        return List.of();
    }

    @Override
    public Binding bind(String service, Optional<String> reference, String name) {
        if (!Set.of("embedded", "redis").contains(name)) {
            throw new BindingException(BindingException.Reason.INVALID, "there is no provider '" + name + "'");
        }
        provider = name;
        return bindings().get(0);
    }
}
