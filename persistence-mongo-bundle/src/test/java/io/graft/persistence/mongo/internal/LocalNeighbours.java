package io.graft.persistence.mongo.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Neighbours without a framework. */
final class LocalNeighbours implements Neighbours {

    private final Map<String, Runnable> announced = new ConcurrentHashMap<>();

    @Override
    public Runnable announce(String instance, Runnable yielding) {
        announced.put(instance, yielding);
        return () -> announced.remove(instance);
    }

    @Override
    public boolean ask(String instance) {
        Runnable yielding = announced.get(instance);
        if (yielding != null) {
            yielding.run();
        }
        return yielding != null;
    }
}
