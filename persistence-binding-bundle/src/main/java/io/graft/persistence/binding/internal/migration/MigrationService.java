package io.graft.persistence.binding.internal.migration;

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.Bindings;
import io.graft.persistence.binding.BoundService;
import io.graft.persistence.binding.MigrationException;
import io.graft.persistence.binding.MigrationException.Reason;
import io.graft.persistence.binding.MigrationRequest;
import io.graft.persistence.binding.MigrationStatus;
import io.graft.persistence.binding.MigrationStatus.Phase;
import io.graft.persistence.binding.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts migrations, remembers them in files, and goes on with them after a restart. */
@Component(service = Migrations.class, immediate = true)
public final class MigrationService implements Migrations {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationService.class);

    private final Bindings bindings;
    private final Path folder;
    private final Set<BoundService> services = ConcurrentHashMap.newKeySet();
    private final StoreDirectory<EventStore> events = new StoreDirectory<>("events");
    private final StoreDirectory<DocumentStore> documents = new StoreDirectory<>("documents");
    private final Admission admission;
    /** By service and reference; guarded by itself. */
    private final Map<String, Migration> migrations = new TreeMap<>();

    /** Called by the framework. */
    @Activate
    public MigrationService(BundleContext context, @Reference Bindings bindings) {
        this(folder(context), bindings);
    }

    MigrationService(Path folder, Bindings bindings) {
        this.folder = folder;
        this.bindings = bindings;
        admission = new Admission(bindings, events, documents);
        load();
    }

    @Deactivate
    void deactivate() {
        synchronized (migrations) {
            migrations.values().forEach(Migration::stop);
            migrations.values().forEach(Migration::shutDown);
            migrations.clear();
        }
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
            name = "events",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            updated = "bindEvents")
    void bindEvents(EventStore store, Map<String, ?> properties) {
        events.add(store, properties);
    }

    void unbindEvents(EventStore store) {
        events.remove(store);
    }

    @Reference(
            name = "documents",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            updated = "bindDocuments")
    void bindDocuments(DocumentStore store, Map<String, ?> properties) {
        documents.add(store, properties);
    }

    void unbindDocuments(DocumentStore store) {
        documents.remove(store);
    }

    @Override
    public MigrationStatus start(MigrationRequest request) {
        Binding binding = admission.find(request.service(), request.reference());
        requireNoneRunning(binding);
        String source = admission.check(binding, request);
        MigrationState state = new MigrationState(
                binding.service(),
                binding.reference(),
                binding.stores(),
                source,
                request.provider(),
                Phase.COPYING,
                false,
                request.perSecond(),
                request.rollbackWindow(),
                request.existing(),
                false,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                Optional.empty(),
                Optional.empty(),
                MigrationState.Counters.NONE,
                "begins");
        StateFile file = StateFile.in(folder, binding.service(), binding.reference());
        synchronized (migrations) {
            requireNoneRunning(binding);
            Migration before = migrations.get(key(binding.service(), binding.reference()));
            if (before != null) {
                before.shutDown();
            }
            try {
                file.write(state);
            } catch (IOException e) {
                throw new MigrationException(
                        Reason.FAILED, "nothing was started, since " + file.path() + " can't be written: " + e, e);
            }
            LOG.info("{}: migration of {} from {} to {}", state.service(), state.reference(), source, state.to());
            return begin(file, state).status();
        }
    }

    @Override
    public List<MigrationStatus> list() {
        synchronized (migrations) {
            return migrations.values().stream().map(Migration::status).toList();
        }
    }

    @Override
    public Optional<MigrationStatus> of(String service, Optional<String> reference) {
        return find(service, reference).map(Migration::status);
    }

    @Override
    public MigrationStatus pause(String service, Optional<String> reference) {
        return known(service, reference).pause();
    }

    @Override
    public MigrationStatus resume(String service, Optional<String> reference) {
        return known(service, reference).resume();
    }

    @Override
    public MigrationStatus abort(String service, Optional<String> reference) {
        return known(service, reference).abort();
    }

    @Override
    public MigrationStatus rollback(String service, Optional<String> reference) {
        return known(service, reference).rollback();
    }

    private void load() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(StateFile.ENDING))
                    .toList()) {
                load(new StateFile(file));
            }
        } catch (IOException e) {
            LOG.error("{} can't be read; migrations that were running do not go on", folder, e);
        }
    }

    private void load(StateFile file) throws IOException {
        try {
            MigrationState state = file.read();
            if (!state.phase().over()) {
                LOG.info("{}: the migration from {} to {} goes on", state.service(), state.from(), state.to());
            }
            synchronized (migrations) {
                begin(file, state);
            }
        } catch (IOException e) {
            Path aside = file.path().resolveSibling(file.path().getFileName() + ".damaged");
            LOG.error(
                    "{}; it is kept as {}. The service stays where it is; a new start goes on from what was copied",
                    e.getMessage(),
                    aside,
                    e);
            Files.move(file.path(), aside, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Migration begin(StateFile file, MigrationState state) {
        Migration migration = new Migration(
                new Ledger(file, state),
                new ServiceHome(state, () -> instance(state.service()), bindings, events, documents));
        migrations.put(key(state.service(), state.reference()), migration);
        migration.start();
        return migration;
    }

    private void requireNoneRunning(Binding binding) {
        of(binding.service(), Optional.of(binding.reference()))
                .filter(status -> !status.phase().over())
                .ifPresent(status -> {
                    throw new MigrationException(
                            Reason.CONFLICT,
                            "a migration of " + status.service() + " from " + status.from() + " to " + status.to()
                                    + " is running (" + status.phase() + "); let it end, or give it up with abort");
                });
    }

    private Migration known(String service, Optional<String> reference) {
        return find(service, reference)
                .orElseThrow(() -> new MigrationException(
                        Reason.UNKNOWN,
                        "no migration of '" + service
                                + reference.map(name -> " " + name).orElse("") + "' has been started on this gateway"));
    }

    private Optional<Migration> find(String service, Optional<String> reference) {
        synchronized (migrations) {
            List<Migration> found = migrations.values().stream()
                    .filter(each -> each.status().service().equals(service))
                    .filter(each ->
                            reference.isEmpty() || each.status().reference().equals(reference.get()))
                    .toList();
            if (found.size() > 1) {
                throw new MigrationException(
                        Reason.INVALID, service + " has migrations of several references: say which one");
            }
            return found.stream().findFirst();
        }
    }

    private Optional<BoundService> instance(String service) {
        return services.stream().filter(each -> each.name().equals(service)).findFirst();
    }

    private static String key(String service, String reference) {
        return service + " " + reference;
    }

    private static Path folder(BundleContext context) {
        String data = context.getProperty("karaf.data");
        return data == null ? context.getDataFile("migrations").toPath() : Path.of(data, "migrations");
    }
}
