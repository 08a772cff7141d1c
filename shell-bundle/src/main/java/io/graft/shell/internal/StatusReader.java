package io.graft.shell.internal;

import io.graft.api.metrics.Metrics;
import io.graft.api.persistence.ProviderProperties;
import io.graft.persistence.binding.Bindings;
import io.graft.persistence.binding.Migrations;
import io.graft.persistence.binding.Provider;
import io.graft.rest.RestService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Reads the status from the services that are there, each for as long as it takes only. */
final class StatusReader {
    private final BundleContext context;

    private final Bindings bindings;
    private final Migrations migrations;

    StatusReader(BundleContext context, Bindings bindings, Migrations migrations) {
        this.context = context;
        this.bindings = bindings;
        this.migrations = migrations;
    }

    Status read() {
        return new Status(
                sorted(services(RestService.class, StatusReader::service), Comparator.comparing(Status.Service::name)),
                bindings.providers().stream().map(StatusReader::store).toList(),
                bindings.spools(),
                migrations.list(),
                sorted(services(HealthCheck.class, StatusReader::check), Comparator.comparing(Status.Check::name)),
                counted("graft_events_persisted_total", "Events that were stored."),
                counted("graft_readings_persisted_total", "Readings that were stored."));
    }

    private static Status.Service service(ServiceReference<RestService> reference, RestService service) {
        return new Status.Service(
                service.name(), service.port(), service.settings().isEmpty() ? "" : service.pid());
    }

    private static Status.Check check(ServiceReference<HealthCheck> reference, HealthCheck check) {
        String name = String.valueOf(reference.getProperty(HealthCheck.NAME));
        boolean decides = reference.getProperty(ProviderProperties.PROVIDER) == null;
        try {
            Result result = check.execute();
            String message = StreamSupport.stream(result.spliterator(), false)
                    .map(ResultLog.Entry::getMessage)
                    .collect(Collectors.joining(" "));
            return new Status.Check(name, result.getStatus().name(), message, decides);
        } catch (RuntimeException e) {
            return new Status.Check(
                    name, Result.Status.HEALTH_CHECK_ERROR.name(), String.valueOf(e.getMessage()), decides);
        }
    }

    private static Status.Store store(Provider provider) {
        return new Status.Store(provider.name(), provider.version(), Views.keeps(provider), provider.boundBy());
    }

    private long counted(String name, String help) {
        return services(Metrics.class, (reference, metrics) -> metrics.counter(name, help)
                        .sum())
                .findFirst()
                .orElse(0L);
    }

    private <T, R> Stream<R> services(Class<T> type, BiFunction<ServiceReference<T>, T, R> reader) {
        List<R> read = new ArrayList<>();
        for (ServiceReference<T> reference : references(type)) {
            T service = context.getService(reference);
            if (service != null) {
                try {
                    read.add(reader.apply(reference, service));
                } finally {
                    context.ungetService(reference);
                }
            }
        }
        return read.stream();
    }

    private <T> Collection<ServiceReference<T>> references(Class<T> type) {
        try {
            return context.getServiceReferences(type, null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("No filter was given", e);
        }
    }

    private static <T> List<T> sorted(Stream<T> items, Comparator<T> order) {
        return items.sorted(order).toList();
    }
}
