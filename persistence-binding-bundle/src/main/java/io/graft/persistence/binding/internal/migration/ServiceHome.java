package io.graft.persistence.binding.internal.migration;

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.binding.Bindings;
import io.graft.persistence.binding.BoundService;
import io.graft.persistence.binding.MigrationRequest.Existing;
import io.graft.persistence.binding.StoreKind;
import java.util.Optional;
import java.util.function.Supplier;

/** A service of this gateway, found anew by its name with every call. */
final class ServiceHome implements Home {

    private final String service;
    private final String reference;
    private final StoreKind kind;
    private final Supplier<Optional<BoundService>> instance;
    private final Bindings bindings;
    private final StoreDirectory<EventStore> events;
    private final StoreDirectory<DocumentStore> documents;

    ServiceHome(
            MigrationState state,
            Supplier<Optional<BoundService>> instance,
            Bindings bindings,
            StoreDirectory<EventStore> events,
            StoreDirectory<DocumentStore> documents) {
        service = state.service();
        reference = state.reference();
        kind = state.stores();
        this.instance = instance;
        this.bindings = bindings;
        this.events = events;
        this.documents = documents;
    }

    @Override
    public Optional<String> provider() {
        return kind == StoreKind.EVENTS
                ? eventTraffic().provider()
                : documentTraffic().provider();
    }

    @Override
    public void bind(String provider) {
        bindings.bind(service, Optional.of(reference), provider);
    }

    @Override
    public Mover there(MigrationState state, Work work, Runnable onSettled) {
        Existing existing =
                state.settled() && state.existing() == Existing.REFUSE ? Existing.REPLACE : state.existing();
        Extras extras = new Extras(existing, onSettled);
        return kind == StoreKind.EVENTS
                ? events(work, state.from(), state.to(), extras)
                : documents(work, state.from(), state.to(), extras);
    }

    @Override
    public Mover back(MigrationState state, Work work) {
        return kind == StoreKind.EVENTS
                ? events(work, state.to(), state.from(), Extras.own()).withEverythingOutstanding()
                : documents(work, state.to(), state.from(), Extras.own());
    }

    private EventMover events(Work work, String source, String target, Extras extras) {
        EventJournal journal = new EventJournal();
        return new EventMover(
                work,
                new EventFollower(this::eventTraffic, journal),
                journal,
                events.endpoint(source),
                events.endpoint(target),
                extras);
    }

    private DocumentMover documents(Work work, String source, String target, Extras extras) {
        return new DocumentMover(
                work, this::documentTraffic, documents.endpoint(source), documents.endpoint(target), extras);
    }

    private EventTraffic eventTraffic() {
        return instance().events().map(EventTraffic.OfGate::new).orElseThrow(this::absent);
    }

    private DocumentTraffic documentTraffic() {
        return instance().documents().map(DocumentTraffic.OfGate::new).orElseThrow(this::absent);
    }

    private BoundService instance() {
        return instance.get().orElseThrow(this::absent);
    }

    private StoreUnavailableException absent() {
        return new StoreUnavailableException(Reason.CLOSED, service + " is not running now");
    }
}
