package io.graft.itests.framework.consumer;

import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.Bindings;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Changes and tells bindings for the test, in types of the JDK. */
public final class Binder implements BiFunction<String, String, String>, Supplier<String> {
    private volatile Bindings bindings;

    public void bind(Bindings service) {
        bindings = service;
    }

    /** Binds a service to a provider; gives the binding. */
    @Override
    public String apply(String service, String provider) {
        return text(bindings.bind(service, Optional.empty(), provider));
    }

    /** All bindings, then all providers with their health. */
    @Override
    public String get() {
        return bindings.bindings().stream().map(Binder::text).collect(Collectors.joining("\n", "", "\n"))
                + bindings.providers().stream()
                        .map(each -> each.name() + " " + each.stores().size() + " "
                                + each.health().status() + " " + each.boundBy())
                        .collect(Collectors.joining("\n"));
    }

    private static String text(Binding binding) {
        return binding.service() + " " + binding.provider().orElse("-") + " " + binding.state();
    }
}
