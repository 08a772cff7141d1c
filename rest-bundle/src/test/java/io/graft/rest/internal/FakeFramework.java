package io.graft.rest.internal;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.Version;

/** As much of a framework as ports need: what is registered as a connector is plugged into a Jetty, as Felix does. */
final class FakeFramework {

    private final Server server;
    private final List<ConnectorFactory> factories = new ArrayList<>();

    FakeFramework(Server server) {
        this.server = server;
    }

    BundleContext context() {
        return proxy(BundleContext.class, (method, args) -> switch (method) {
            case "registerService" -> register((ConnectorFactory) args[1]);
            case "getBundle" -> proxy(Bundle.class, (name, none) -> Version.valueOf("1.2.3"));
            default -> throw new UnsupportedOperationException(method);
        });
    }

    /** How many ports are registered. */
    synchronized int ports() {
        return factories.size();
    }

    private synchronized ServiceRegistration<?> register(ConnectorFactory factory) throws Exception {
        Connector connector = factory.createConnector(server);
        server.addConnector(connector);
        connector.start();
        factories.add(factory);
        return proxy(ServiceRegistration.class, (method, args) -> {
            unregister(factory, connector);
            return null;
        });
    }

    private synchronized void unregister(ConnectorFactory factory, Connector connector) throws Exception {
        connector.stop();
        server.removeConnector(connector);
        factories.remove(factory);
    }

    /** What a method does. */
    interface Method {
        Object call(String method, Object[] args) throws Exception;
    }

    /** An object of which a test needs a few methods. */
    static <T> T proxy(Class<T> type, Method method) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, called, args) -> switch (called.getName()) {
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == args[0];
                    case "toString" -> type.getSimpleName();
                    default -> method.call(called.getName(), args);
                }));
    }
}
