package io.graft.keeper.internal;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** As much of Config Admin as core-keeper asks for; tells one listener of every update. */
final class FakeConfigurations {

    private final Map<String, Map<String, Object>> properties = new ConcurrentHashMap<>();
    private final Map<String, Consumer<Map<String, Object>>> listeners = new ConcurrentHashMap<>();
    private volatile boolean diskFull;

    void put(String pid, Map<String, Object> values) {
        properties.put(pid, new HashMap<>(values));
    }

    Map<String, Object> of(String pid) {
        return properties.getOrDefault(pid, Map.of());
    }

    void onUpdate(String pid, Consumer<Map<String, Object>> listener) {
        listeners.put(pid, listener);
    }

    void diskFull(boolean now) {
        diskFull = now;
    }

    ConfigurationAdmin admin() {
        return proxy(ConfigurationAdmin.class, (method, args) -> configuration((String) args[0]));
    }

    private Configuration configuration(String pid) {
        return proxy(Configuration.class, (method, args) -> switch (method) {
            case "getProperties" ->
                properties.containsKey(pid) ? FrameworkUtil.asDictionary(new HashMap<>(properties.get(pid))) : null;
            case "update" -> update(pid, args[0]);
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private Object update(String pid, Object dictionary) throws IOException {
        if (diskFull) {
            throw new IOException("No space left on device");
        }
        Map<String, Object> values = new HashMap<>();
        Dictionary<?, ?> given = (Dictionary<?, ?>) dictionary;
        Collections.list(given.keys()).forEach(key -> values.put((String) key, given.get(key)));
        properties.put(pid, values);
        listeners.getOrDefault(pid, ignored -> {}).accept(values);
        return null;
    }

    private interface Calls {
        Object call(String method, Object[] args) throws IOException;
    }

    private static <T> T proxy(Class<T> type, Calls calls) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, args) -> calls.call(method.getName(), args)));
    }
}
