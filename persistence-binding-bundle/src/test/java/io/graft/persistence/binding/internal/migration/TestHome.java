package io.graft.persistence.binding.internal.migration;

import io.graft.persistence.binding.MigrationRequest.Existing;
import java.util.Optional;
import java.util.function.Consumer;

/** The home of the events of a {@link TestService}. */
final class TestHome implements Home {

    /** The service as it is now; another instance after it was restarted. */
    volatile TestService service;

    /** Runs before each change of the binding. */
    volatile Consumer<String> beforeBinding = provider -> {};

    TestHome(TestService service) {
        this.service = service;
    }

    @Override
    public Optional<String> provider() {
        return service.provider();
    }

    @Override
    public void bind(String provider) {
        beforeBinding.accept(provider);
        service.bind(provider);
    }

    @Override
    public Mover there(MigrationState state, Work work, Runnable onSettled) {
        Existing existing =
                state.settled() && state.existing() == Existing.REFUSE ? Existing.REPLACE : state.existing();
        return mover(work, state.from(), state.to(), new Extras(existing, onSettled));
    }

    @Override
    public Mover back(MigrationState state, Work work) {
        return mover(work, state.to(), state.from(), Extras.own()).withEverythingOutstanding();
    }

    private EventMover mover(Work work, String from, String to, Extras extras) {
        EventJournal journal = new EventJournal();
        return new EventMover(
                work,
                new EventFollower(() -> service, journal),
                journal,
                service.directory.endpoint(from),
                service.directory.endpoint(to),
                extras);
    }
}
