package io.graft.keeper.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.ConflictException;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentStore;
import io.graft.persistence.binding.DocumentGate;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/** The services outside the gateway that have registered themselves. */
final class RegistrationStore {

    static final CollectionSpec REGISTRY = new CollectionSpec("keeper.registry", Set.of(), Set.of(), Set.of());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ATTEMPTS = 10;

    private final DocumentGate gate;
    private final Clock clock;
    private final IntSupplier max;

    /** @param max how many services may be registered */
    RegistrationStore(DocumentGate gate, Clock clock, IntSupplier max) {
        this.gate = gate;
        this.clock = clock;
        this.max = max;
    }

    /** What a store holds, in a few words. */
    static String summary(DocumentStore store) {
        return store.collection(REGISTRY).count(DocumentQuery.ALL) + " registrations";
    }

    /** All, in the order of their ids. */
    List<Registration> all() {
        return gate.call("find", store -> store.collection(REGISTRY).find(DocumentQuery.ALL)).items().stream()
                .map(RegistrationStore::read)
                .toList();
    }

    Optional<Registration> find(String serviceId) {
        return gate.call("get", store -> store.collection(REGISTRY).get(serviceId))
                .map(RegistrationStore::read);
    }

    /**
     * Adds a registration.
     *
     * @return as stored
     * @throws ApiException 409 if the service is registered, 413 if there are too many
     */
    Registration add(Registration registration) {
        long now = clock.millis();
        Registration added = registration.at(now, now);
        gate.<Document>change("insert", store -> {
            DocumentCollection registry = store.collection(REGISTRY);
            if (registry.get(added.serviceId()).isPresent()) {
                throw new ApiException(
                        ErrorKind.DUPLICATE_NAME,
                        "registry with service id '" + added.serviceId() + "' already exists");
            }
            if (registry.count(DocumentQuery.ALL) >= max.getAsInt()) {
                throw new ApiException(
                        ErrorKind.LIMIT_EXCEEDED,
                        max.getAsInt() + " services are registered, as many as registry.max allows; remove one");
            }
            return registry.insert(document(added));
        });
        return added;
    }

    /**
     * Replaces a registration, but for the time when it was made.
     *
     * @return as stored
     * @throws ApiException 404 if the service is not registered
     */
    Registration update(Registration registration) {
        String serviceId = registration.serviceId();
        return gate.change("replace", store -> {
            DocumentCollection registry = store.collection(REGISTRY);
            for (int attempt = 1; ; attempt++) {
                Document old = registry.get(serviceId)
                        .orElseThrow(() ->
                                ApiException.notFound("service id '" + serviceId + "' not found in the registry"));
                Registration updated = registration.at(read(old).created(), clock.millis());
                try {
                    registry.replace(document(updated), old.revision());
                    return updated;
                } catch (ConflictException e) {
                    if (attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        });
    }

    /** Notes what a health check has found; nothing if the service has left or is gone meanwhile. */
    void status(String serviceId, String status) {
        gate.<Optional<Document>>change("replace", store -> {
            DocumentCollection registry = store.collection(REGISTRY);
            return registry.get(serviceId).filter(stale(status)).map(document -> {
                Registration changed = read(document).withStatus(status, clock.millis());
                return registry.replace(document(changed), document.revision());
            });
        });
    }

    /** Removes a registration; says whether it was there. */
    boolean remove(String serviceId) {
        return gate.change("delete", store -> store.collection(REGISTRY).delete(serviceId));
    }

    private static Predicate<Document> stale(String status) {
        return document -> {
            Registration registration = read(document);
            return !registration.left() && !registration.status().equals(status);
        };
    }

    private static Document document(Registration registration) {
        try {
            return new Document(registration.serviceId(), 0, Map.of(), Map.of(), JSON.writeValueAsString(registration));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a registration is always JSON", e);
        }
    }

    private static Registration read(Document document) {
        try {
            return JSON.readValue(document.body(), Registration.class);
        } catch (JsonProcessingException e) {
            throw new ApiException(
                    ErrorKind.SERVER_ERROR, "the stored registration of '" + document.id() + "' can't be read", e);
        }
    }
}
