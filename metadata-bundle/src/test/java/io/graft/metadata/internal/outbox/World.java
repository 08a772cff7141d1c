package io.graft.metadata.internal.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.api.bus.BusListener;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.BusUnavailableException;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.Page;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.BusBindingStatus;
import io.graft.bus.binding.EdgexTopics;
import io.graft.bus.binding.Envelope;
import io.graft.bus.binding.MemoryBus;
import io.graft.bus.binding.Telemetry;
import io.graft.bus.binding.TestBus;
import io.graft.metadata.internal.MemoryDocuments;
import io.graft.metadata.internal.store.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What outlives a gateway: its store and the bus. It knows in which order things have really happened to both. */
final class World {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Map<String, String> TYPES = Map.of(
            Kind.DEVICE.spec().name(), "device",
            Kind.DEVICE_PROFILE.spec().name(), "deviceprofile",
            Kind.DEVICE_SERVICE.spec().name(), "deviceservice",
            Kind.PROVISION_WATCHER.spec().name(), "provisionwatcher");

    /**
     * A change, or the system event of one. Samples differ in what is in them, so equal ones are the same.
     *
     * @param details the metadata as it was added, has become, or was when it was deleted
     */
    record Happening(String type, String action, JsonNode details) {

        String name() {
            return type + " " + details.get("name").asText();
        }
    }

    private final MemoryDocuments data = new MemoryDocuments();
    private final List<Happening> changes = new ArrayList<>();
    private final List<Happening> said = new ArrayList<>();
    private final List<Happening> tooEarly = new ArrayList<>();

    /** All that has changed, in order. */
    synchronized List<Happening> changes() {
        return List.copyOf(changes);
    }

    /** All that was said, in order. */
    synchronized List<Happening> said() {
        return List.copyOf(said);
    }

    /** How many documents the outbox has. */
    int outbox() {
        return (int) data.collection(Slots.OUTBOX).count(DocumentQuery.ALL);
    }

    /** Whether all that has changed was said. */
    synchronized boolean allSaid() {
        return new HashSet<>(said).containsAll(changes);
    }

    /** Makes sure that all that has changed was said, and in order, and nothing else, and nothing too early. */
    synchronized void check(boolean oneClient) {
        assertThat(tooEarly).as("said before it was durable").isEmpty();
        assertThat(said).as("said at least once").containsAll(changes);
        List<Happening> firsts = said.stream().distinct().toList();
        if (oneClient) {
            assertThat(firsts).as("in the order of the changes").containsExactlyElementsOf(changes);
        }
        Set<String> names = new HashSet<>();
        changes.forEach(change -> names.add(change.name()));
        names.forEach(this::checkOrder);
    }

    /** What is said again is followed by all that came after it, so that those who listen end with what is true. */
    private void checkOrder(String name) {
        List<Happening> made =
                changes.stream().filter(each -> each.name().equals(name)).toList();
        List<Integer> order = said.stream()
                .filter(each -> each.name().equals(name))
                .map(made::indexOf)
                .toList();
        int last = -1;
        for (int each : order) {
            assertThat(each).as("the order of %s: %s", name, order).isLessThanOrEqualTo(last + 1);
            last = each;
        }
        assertThat(last).as("the last of %s: %s", name, order).isEqualTo(made.size() - 1);
    }

    /** The store as a gateway sees it. */
    DocumentStore store(Fate fate) {
        return spec -> new Collection(spec, data.collection(spec), fate);
    }

    /** The bus as a gateway sees it. */
    Bus bus(Fate fate) {
        return new Publications(fate);
    }

    /** What happens to a gateway, call by call. */
    interface Fate {

        enum Blow {
            NONE,
            /** The call fails and has done nothing. */
            BEFORE,
            /** The call fails and has done what it should. */
            AFTER
        }

        Blow next(String call);
    }

    private <R> R fated(Fate fate, String call, Supplier<R> action) {
        Fate.Blow blow = fate.next(call);
        if (blow == Fate.Blow.BEFORE) {
            throw new StoreUnavailableException(Reason.UNREACHABLE, "lost before " + call);
        }
        R result = action.get();
        if (blow == Fate.Blow.AFTER) {
            throw new StoreUnavailableException(Reason.UNREACHABLE, "lost after " + call);
        }
        return result;
    }

    private synchronized <R> R apply(CollectionSpec spec, String action, String body, Supplier<R> change) {
        R result = change.get();
        if (TYPES.containsKey(spec.name()) && !Boolean.FALSE.equals(result)) {
            changes.add(new Happening(TYPES.get(spec.name()), action, json(body)));
        }
        return result;
    }

    private synchronized void say(Envelope envelope) {
        JsonNode event = json(envelope.text());
        Happening happening =
                new Happening(event.get("type").asText(), event.get("action").asText(), event.get("details"));
        said.add(happening);
        if (!changes.contains(happening)) {
            tooEarly.add(happening);
        }
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private final class Collection implements DocumentCollection {

        private final CollectionSpec spec;
        private final DocumentCollection real;
        private final Fate fate;

        Collection(CollectionSpec spec, DocumentCollection real, Fate fate) {
            this.spec = spec;
            this.real = real;
            this.fate = fate;
        }

        @Override
        public Document insert(Document document) {
            return fated(fate, "insert", () -> apply(spec, "add", document.body(), () -> real.insert(document)));
        }

        @Override
        public Document replace(Document document, long ifRevision) {
            return fated(
                    fate,
                    "replace",
                    () -> apply(spec, "update", document.body(), () -> real.replace(document, ifRevision)));
        }

        @Override
        public boolean delete(String id) {
            return fated(fate, "delete", () -> {
                synchronized (World.this) {
                    String body = real.get(id).map(Document::body).orElse("{}");
                    return apply(spec, "delete", body, () -> real.delete(id));
                }
            });
        }

        @Override
        public Optional<Document> get(String id) {
            return fated(fate, "get", () -> real.get(id));
        }

        @Override
        public Optional<Document> get(String uniqueField, String value) {
            return fated(fate, "get", () -> real.get(uniqueField, value));
        }

        @Override
        public Page<Document> find(DocumentQuery query) {
            return fated(fate, "find", () -> real.find(query));
        }

        @Override
        public long count(DocumentQuery query) {
            return fated(fate, "count", () -> real.count(query));
        }
    }

    private final class Publications implements Bus {

        private final Fate fate;

        Publications(Fate fate) {
            this.fate = fate;
        }

        @Override
        public CompletionStage<Void> publish(String topic, Envelope envelope, Qos qos) {
            try {
                return fated(fate, "publish", () -> {
                    say(envelope);
                    return CompletableFuture.<Void>completedStage(null);
                });
            } catch (StoreException e) {
                return CompletableFuture.failedStage(new BusUnavailableException(e.getMessage(), e));
            }
        }

        @Override
        public EdgexTopics topics() {
            return new EdgexTopics("edgex", false);
        }

        @Override
        public CompletionStage<Void> publish(BusMessage message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public BusSubscription subscribe(SubscriptionSpec spec, BusListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Envelope> request(String topic, Envelope request, Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Telemetry telemetry(String service) {
            throw new UnsupportedOperationException();
        }

        @Override
        public BusBindingStatus status() {
            MemoryBus line = new MemoryBus();
            line.connected(fate.next("status") == Fate.Blow.NONE);
            return TestBus.around(line).status();
        }
    }
}
