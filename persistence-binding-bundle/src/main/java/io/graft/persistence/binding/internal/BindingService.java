package io.graft.persistence.binding.internal;

import io.graft.api.certification.Certificates;
import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.BindingException;
import io.graft.persistence.binding.BindingException.Reason;
import io.graft.persistence.binding.Bindings;
import io.graft.persistence.binding.BoundService;
import io.graft.persistence.binding.EventGate;
import io.graft.persistence.binding.Provider;
import io.graft.persistence.binding.SpoolStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists bindings and providers from the services that are there, and changes targets through Config Admin. */
@Component(service = Bindings.class)
public final class BindingService implements Bindings {

    private static final Logger LOG = LoggerFactory.getLogger(BindingService.class);
    private static final long HEALTH_TIMEOUT_MILLIS = 2_000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long FILE_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long POLL_MILLIS = 5;
    private static final long OPENING_POLL_MILLIS = 100;
    private static final String OPENING = Result.Status.TEMPORARILY_UNAVAILABLE.name();

    private final Set<BoundService> services = ConcurrentHashMap.newKeySet();
    private final HealthProbe probe = new HealthProbe(HEALTH_TIMEOUT_MILLIS);
    private final InstalledProviders installed;
    private final TargetSetting setting;
    private final Object change = new Object();
    private volatile Certificates certificates;

    /** Called by the framework. */
    @Activate
    public BindingService(BundleContext context, @Reference ConfigurationAdmin configurations) {
        String etc = context.getProperty("karaf.etc");
        installed = new InstalledProviders(context, probe);
        setting = new TargetSetting(configurations, etc == null ? null : Path.of(etc));
    }

    @Deactivate
    void deactivate() {
        probe.close();
    }

    @Reference(
            name = "services",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindService(BoundService service) {
        services.add(service);
    }

    void unbindService(BoundService service) {
        services.remove(service);
    }

    @Reference(
            name = "certificates",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCertificates(Certificates known) {
        certificates = known;
    }

    void unbindCertificates(Certificates known) {
        if (certificates == known) {
            certificates = null;
        }
    }

    @Override
    public List<Binding> bindings() {
        return services.stream()
                .flatMap(service -> service.bindings().stream())
                .sorted(Comparator.comparing(Binding::service).thenComparing(Binding::reference))
                .toList();
    }

    @Override
    public List<Provider> providers() {
        return installed.list(bindings(), certificates);
    }

    @Override
    public List<SpoolStatus> spools() {
        return services.stream()
                .flatMap(service -> service.events().stream())
                .map(EventGate::spool)
                .sorted(Comparator.comparing(SpoolStatus::service).thenComparing(SpoolStatus::reference))
                .toList();
    }

    @Override
    public Binding bind(String service, Optional<String> reference, String provider) {
        synchronized (change) {
            Binding before = BindingNames.find(bindings(), service, reference);
            checkServes(provider, before);
            String target = "(persistence.provider=" + provider + ")";
            String old = write(before, target);
            if (!within(
                    PATIENCE_NANOS,
                    () -> now(before).filter(now -> is(now, target, provider)).isPresent())) {
                write(before, old);
                throw new BindingException(
                        Reason.FAILED,
                        service + " did not bind its " + before.reference() + " to " + provider + " within "
                                + TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS) + " s; " + before.property() + " in "
                                + before.pid() + " is back to what it was. The log says more");
            }
            if (!within(FILE_PATIENCE_NANOS, () -> inFile(before, target))) {
                LOG.warn(
                        "{} is bound to {}, but the file of {} does not say so: after a restart it is as the file says",
                        service,
                        provider,
                        before.pid());
            }
            LOG.info("{}: {} is set to {} ({})", service, before.property(), target, before.pid());
            return now(before).orElse(before);
        }
    }

    private void checkServes(String name, Binding binding) {
        // One that has just been installed opens its database at this moment.
        within(PATIENCE_NANOS, OPENING_POLL_MILLIS, () -> providers().stream()
                .filter(each -> each.name().equals(name))
                .noneMatch(each -> !each.stores().contains(binding.stores())
                        && each.health().status().equals(OPENING)));
        List<Provider> all = providers();
        List<Provider> named =
                all.stream().filter(each -> each.name().equals(name)).toList();
        if (named.isEmpty()) {
            throw new BindingException(
                    Reason.INVALID,
                    "there is no provider '" + name + "'; there is "
                            + BindingNames.list(all.stream().map(Provider::name))
                            + ". " + binding.service() + " stays as it is. Providers are installed as features, e.g."
                            + " feature:install graft-persistence-redis");
        }
        if (named.stream().noneMatch(each -> each.stores().contains(binding.stores()))) {
            Provider.Health health = named.get(0).health();
            throw new BindingException(
                    Reason.NOT_SERVING,
                    "provider " + name + " is installed, but serves no "
                            + binding.stores().label() + " now (" + health.status()
                            + (health.message().isEmpty() ? "" : ": " + health.message()) + "). " + binding.service()
                            + " stays as it is; bind it when the provider serves");
        }
    }

    private String write(Binding binding, String target) {
        try {
            return setting.write(binding.pid(), binding.property(), target);
        } catch (IOException e) {
            throw new BindingException(
                    Reason.FAILED,
                    "configuration " + binding.pid() + " can't be written (" + e.getMessage() + "); "
                            + binding.service() + " stays as it is",
                    e);
        }
    }

    private boolean inFile(Binding binding, String target) {
        try {
            return setting.inFile(binding.pid(), binding.property(), target);
        } catch (IOException e) {
            LOG.debug("the file of {} can't be read", binding.pid(), e);
            return false;
        }
    }

    private Optional<Binding> now(Binding before) {
        return bindings().stream()
                .filter(each -> each.service().equals(before.service())
                        && each.reference().equals(before.reference()))
                .findFirst();
    }

    private static boolean is(Binding binding, String target, String provider) {
        return binding.state() == Binding.State.BOUND
                && binding.target().equals(target)
                && binding.provider().equals(Optional.of(provider));
    }

    /** Whether something becomes true in time; false too if the thread is interrupted. */
    private static boolean within(long nanos, BooleanSupplier condition) {
        return within(nanos, POLL_MILLIS, condition);
    }

    private static boolean within(long nanos, long pollMillis, BooleanSupplier condition) {
        long deadline = System.nanoTime() + nanos;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(pollMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
