package io.graft.management.internal;

import io.graft.bus.binding.BusBinding;
import io.graft.bus.binding.BusBindingException;
import io.graft.bus.binding.BusBindingStatus;
import io.graft.bus.binding.TestBus;
import java.util.ArrayList;
import java.util.List;

/** Remembers what it was asked to bind. */
final class KnownBuses implements BusBinding {

    final List<String> asked = new ArrayList<>();
    BusBindingException refusal;

    @Override
    public BusBindingStatus bind(String provider) {
        if (refusal != null) {
            throw refusal;
        }
        asked.add(provider);
        return TestBus.unbound().status();
    }
}
