package io.graft.persistence.binding.internal.migration;

import io.graft.api.model.Event;
import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreException;
import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.BindingException;
import io.graft.persistence.binding.Bindings;
import io.graft.persistence.binding.MigrationException;
import io.graft.persistence.binding.MigrationException.Reason;
import io.graft.persistence.binding.MigrationRequest;
import io.graft.persistence.binding.MigrationRequest.Existing;
import io.graft.persistence.binding.Provider;
import io.graft.persistence.binding.StoreKind;
import io.graft.persistence.binding.internal.BindingNames;
import java.util.List;
import java.util.Optional;

/** What has to hold before a migration begins. */
final class Admission {

    private static final int SAMPLE = 20;

    private final Bindings bindings;
    private final StoreDirectory<EventStore> events;
    private final StoreDirectory<DocumentStore> documents;

    Admission(Bindings bindings, StoreDirectory<EventStore> events, StoreDirectory<DocumentStore> documents) {
        this.bindings = bindings;
        this.events = events;
        this.documents = documents;
    }

    /** The binding that a name means. */
    Binding find(String service, Optional<String> reference) {
        try {
            return BindingNames.find(bindings.bindings(), service, reference);
        } catch (BindingException e) {
            Reason reason = e.reason() == BindingException.Reason.INVALID ? Reason.INVALID : Reason.UNKNOWN;
            throw new MigrationException(reason, e.getMessage(), e);
        }
    }

    /** @return the name of the provider that the data is moved from */
    String check(Binding binding, MigrationRequest request) {
        String target = request.provider();
        String source = binding.provider()
                .orElseThrow(() -> new MigrationException(
                        Reason.CONFLICT,
                        binding.service() + " has no store for its " + binding.reference()
                                + " now, so there is nothing to move: " + binding.problem()));
        if (source.equals(target)) {
            throw new MigrationException(
                    Reason.INVALID,
                    binding.service() + " keeps its " + binding.stores().label() + " in " + target + " already");
        }
        if (!serves(binding.stores(), target)) {
            throw notServing(binding, target);
        }
        if (binding.stores() == StoreKind.EVENTS && request.existing() == Existing.REFUSE) {
            try {
                sample(source, target);
            } catch (StoreException e) {
                throw new MigrationException(
                        Reason.CONFLICT, "nothing was started, since a store fails: " + e.getMessage(), e);
            }
        }
        return source;
    }

    private boolean serves(StoreKind kind, String provider) {
        return kind == StoreKind.EVENTS
                ? events.find(provider).isPresent()
                : documents.find(provider).isPresent();
    }

    private MigrationException notServing(Binding binding, String target) {
        List<Provider> all = bindings.providers();
        Optional<Provider> named =
                all.stream().filter(each -> each.name().equals(target)).findFirst();
        if (named.isEmpty()) {
            return new MigrationException(
                    Reason.INVALID,
                    "there is no provider '" + target + "'; there is "
                            + BindingNames.list(all.stream().map(Provider::name))
                            + ". Providers are installed as features, e.g. feature:install graft-persistence-redis");
        }
        Provider.Health health = named.get().health();
        return new MigrationException(
                Reason.CONFLICT,
                "provider " + target + " is installed, but serves no "
                        + binding.stores().label() + " now (" + health.status()
                        + (health.message().isEmpty() ? "" : ": " + health.message())
                        + "); start again when it serves");
    }

    /** Sees at once what is plainly in the way; the rest shows while it is copied. */
    private void sample(String source, String target) {
        EventStore from = events.endpoint(source).store().get();
        EventStore to = events.endpoint(target).store().get();
        long there = to.countEvents(EventFilter.ALL);
        if (there == 0) {
            return;
        }
        String hint = ". Start with merge to keep them beside the service's, or with replace to remove them";
        long here = from.countEvents(EventFilter.ALL);
        if (there > here) {
            throw new MigrationException(
                    Reason.CONFLICT,
                    "provider " + target + " holds " + there + " events already, " + source + " " + here
                            + ": some of them are not the service's" + hint);
        }
        EventQuery newest =
                EventQuery.page(EventFilter.ALL, 0, SAMPLE).withoutTotal().atMostBytes(ChunkReader.MOST_BYTES);
        for (Event event : to.events(newest).items()) {
            if (from.event(event.id()).isEmpty()) {
                throw new MigrationException(
                        Reason.CONFLICT,
                        "provider " + target + " holds " + there + " events already, and " + source + " lacks some of"
                                + " them, e.g. " + event.id() + " of device '" + event.deviceName() + "'" + hint);
            }
        }
    }
}
