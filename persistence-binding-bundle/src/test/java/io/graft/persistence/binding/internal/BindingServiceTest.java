package io.graft.persistence.binding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ProviderProperties;
import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.Binding.Bound;
import io.graft.persistence.binding.Binding.State;
import io.graft.persistence.binding.BindingException;
import io.graft.persistence.binding.BindingException.Reason;
import io.graft.persistence.binding.BoundService;
import io.graft.persistence.binding.StoreKind;
import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Binding to a provider that has just been installed and still opens its database. */
class BindingServiceTest {

    private static final String PID = "io.graft.coredata";
    private static final String TARGET = "events.target";

    private final Queue<Runnable> whenAsked = new ConcurrentLinkedQueue<>();
    private final Set<Class<?>> registered = ConcurrentHashMap.newKeySet();
    private volatile Result health = new Result(Status.OK, "it serves");
    private volatile Dictionary<String, Object> configuration =
            FrameworkUtil.asDictionary(Map.of(TARGET, "(old=true)"));

    private final BindingService service = new BindingService(context(), configurations());

    BindingServiceTest() {
        registered.add(HealthCheck.class);
        service.bindService(coreData());
    }

    @AfterEach
    void close() {
        service.deactivate();
    }

    @Test
    void waitsForAProviderThatOpensItsDatabase() {
        opening();
        afterAsking(this::opening, () -> registered.add(EventStore.class));

        Binding bound = service.bind("core-data", Optional.empty(), "late");

        assertThat(whenAsked).isEmpty();
        assertThat(bound.provider()).contains("late");
        assertThat(configuration.get(TARGET)).isEqualTo("(persistence.provider=late)");
    }

    @Test
    void refusesAProviderWhoseDatabaseCanNotBeOpened() {
        opening();
        afterAsking(this::opening, () -> health = new Result(Status.CRITICAL, "the password is wrong"));

        assertThatThrownBy(() -> service.bind("core-data", Optional.empty(), "late"))
                .isInstanceOfSatisfying(BindingException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.NOT_SERVING))
                .hasMessageContainingAll("CRITICAL: the password is wrong", "core-data stays as it is");
        assertThat(whenAsked).isEmpty();
        assertThat(configuration.get(TARGET)).isEqualTo("(old=true)");
    }

    @Test
    void doesNotWaitForAProviderThatDoesNotExist() {
        assertThatThrownBy(() -> service.bind("core-data", Optional.empty(), "redsi"))
                .hasMessageContaining("there is no provider 'redsi'; there is late");
        assertThat(configuration.get(TARGET)).isEqualTo("(old=true)");
    }

    private void opening() {
        health = new Result(Status.TEMPORARILY_UNAVAILABLE, "the database is being opened");
    }

    /** What happens each time its health is asked for. */
    private void afterAsking(Runnable... each) {
        whenAsked.addAll(List.of(each));
    }

    private Result ask() {
        Result now = health;
        Runnable next = whenAsked.poll();
        if (next != null) {
            next.run();
        }
        return now;
    }

    /** Is bound to whatever its configuration names. */
    private BoundService coreData() {
        return new BoundService() {
            @Override
            public String name() {
                return "core-data";
            }

            @Override
            public String pid() {
                return PID;
            }

            @Override
            public List<Binding> bindings() {
                String target = configuration.get(TARGET).toString();
                Optional<Bound> bound = Optional.of(new Bound(target.replaceAll(".*=|\\)", ""), "1.0.0", 1));
                return List.of(
                        new Binding("core-data", PID, "events", StoreKind.EVENTS, target, State.BOUND, bound, ""));
            }
        };
    }

    private BundleContext context() {
        Bundle bundle = proxy(Bundle.class, (method, args) -> switch (method) {
            case "getBundleId" -> 1L;
            case "getVersion" -> new Version("1.0.0");
            case "getSymbolicName" -> "late";
            default -> throw new UnsupportedOperationException(method);
        });
        ServiceReference<?> reference = proxy(ServiceReference.class, (method, args) -> switch (method) {
            case "getBundle" -> bundle;
            case "getProperty" -> ProviderProperties.PROVIDER.equals(args[0]) ? "late" : null;
            default -> throw new UnsupportedOperationException(method);
        });
        HealthCheck check = this::ask;
        return proxy(BundleContext.class, (method, args) -> switch (method) {
            case "getProperty" -> null;
            case "getServiceReferences" -> registered.contains(args[0]) ? List.of(reference) : List.of();
            case "getService" -> check;
            case "ungetService" -> true;
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private ConfigurationAdmin configurations() {
        Configuration kept = proxy(Configuration.class, (method, args) -> switch (method) {
            case "getProperties" -> configuration;
            case "update" -> {
                @SuppressWarnings("unchecked") // what TargetSetting writes
                Dictionary<String, Object> changed = (Dictionary<String, Object>) args[0];
                configuration = changed;
                yield null;
            }
            default -> throw new UnsupportedOperationException(method);
        });
        return proxy(ConfigurationAdmin.class, (method, args) -> kept);
    }

    private interface Calls {
        Object call(String method, Object[] args);
    }

    private static <T> T proxy(Class<T> type, Calls calls) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, args) -> calls.call(method.getName(), args)));
    }
}
