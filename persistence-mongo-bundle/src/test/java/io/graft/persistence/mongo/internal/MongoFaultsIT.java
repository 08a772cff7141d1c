package io.graft.persistence.mongo.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.TimeRange;
import io.graft.persistence.support.OpenStores;
import io.graft.testservers.MongoOptions;
import io.graft.testservers.TestCertificates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What only MongoDB does: answers that are lost, write concerns, leases, indexes. */
class MongoFaultsIT {

    private static final String WRONG_CONCERN = "waiting for replication timed out";

    private static TestedMongo tested;

    private final String nameSpace = "test-" + UUID.randomUUID();
    private final Neighbours neighbours = new LocalNeighbours();
    private final MongoServerDatabase database = new MongoServerDatabase(tested.settings(), "mongo", neighbours);

    @BeforeAll
    static void start() {
        tested = new TestedMongo(MongoOptions.SECURE);
    }

    @AfterAll
    static void end() {
        if (tested != null) {
            tested.close();
        }
    }

    @Test
    void lostAnswerIsSettledAndNamesHonestDuplicatesOnly() {
        try (OpenStores stores = database.open(nameSpace)) {
            EventStore events = stores.events();
            events.append(List.of(event(1)));
            // the driver itself sends a second time; the third one is ours
            tested.mongod()
                    .failing(
                            new Document("failCommands", List.of("insert")).append("closeConnection", true),
                            new Document("times", 2));
            assertThat(events.append(List.of(event(1), event(2))).duplicates()).isEqualTo(Set.of(event(1).id()));
            assertThat(events.countEvents(EventFilter.ALL)).isEqualTo(2);
        }
        database.remove(nameSpace);
    }

    @Test
    void writeConcernErrorIsNoLossAndNoDuplicate() {
        try (OpenStores stores = database.open(nameSpace)) {
            tested.mongod()
                    .failing(
                            new Document("failCommands", List.of("insert"))
                                    .append(
                                            "writeConcernError",
                                            new Document("code", 64).append("errmsg", WRONG_CONCERN)),
                            new Document("times", 1));
            assertThat(stores.events().append(List.of(event(1), event(2))).duplicates())
                    .isEmpty();
            assertThat(stores.events().countEvents(EventFilter.ALL)).isEqualTo(2);
        }
        database.remove(nameSpace);
    }

    @Test
    void documentWhoseAnswerWasLostIsInserted() {
        try (OpenStores stores = database.open(nameSpace)) {
            DocumentCollection things =
                    stores.documents().collection(new CollectionSpec("things", Set.of("name"), Set.of(), Set.of()));
            tested.mongod()
                    .failing(
                            new Document("failCommands", List.of("insert")).append("closeConnection", true),
                            new Document("times", 2));
            things.insert(
                    new io.graft.api.persistence.Document("1", 0, Map.of("name", List.of("a")), Map.of(), "{\"a\":1}"));
            assertThat(things.get("name", "a"))
                    .hasValueSatisfying(found -> assertThat(found.revision()).isEqualTo(1));
        }
        database.remove(nameSpace);
    }

    @Test
    void secondGatewayIsRefusedUntilTheFirstHasEnded() {
        Document holder = new Document("provider", "mongo")
                .append("host", "elsewhere")
                .append("machine", "another")
                .append("pid", 1L)
                .append("started", "");
        try (var client = tested.mongod().client()) {
            var leases = client.getDatabase("graft").getCollection(nameSpace + ".lease");
            leases.insertOne(new Document("_id", "owner")
                    .append("instance", "another")
                    .append("holder", holder)
                    .append("expires", new org.bson.BsonDateTime(System.currentTimeMillis() + 3_600_000)));
            assertThatThrownBy(() -> database.open(nameSpace))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("is in use by provider mongo of process 1 on elsewhere");
            leases.updateOne(
                    new Document("_id", "owner"),
                    new Document("$set", new Document("expires", new org.bson.BsonDateTime(0))));
        }
        try (OpenStores second = database.open(nameSpace)) {
            second.events().append(List.of(event(1)));
            assertThat(second.events().countEvents(EventFilter.ALL)).isEqualTo(1);
        }
        database.remove(nameSpace);
    }

    @Test
    void neighboursUseTheDatabaseByTurns() {
        MongoServerDatabase newer = new MongoServerDatabase(tested.settings(), "mongo", neighbours);
        try (OpenStores first = database.open(nameSpace)) {
            first.events().append(List.of(event(1)));
            try (OpenStores second = newer.open(nameSpace)) {
                assertThat(second.events().countEvents(EventFilter.ALL)).isEqualTo(1);
                first.events().append(List.of(event(2)));
                second.events().append(List.of(event(3)));
                assertThat(first.events().countEvents(EventFilter.ALL)).isEqualTo(3);
            }
            first.events().append(List.of(event(4)));
            assertThat(first.events().countEvents(EventFilter.ALL)).isEqualTo(4);
        }
        database.remove(nameSpace);
    }

    @Test
    void neighboursThatWriteAtOnceLoseAndMiscountNothing() throws Exception {
        int each = 40;
        try (OpenStores first = database.open(nameSpace);
                OpenStores second = new MongoServerDatabase(tested.settings(), "mongo", neighbours).open(nameSpace)) {
            List<OpenStores> both = List.of(first, second);
            try (var threads = new Threads(4)) {
                threads.run(thread -> {
                    for (int i = 0; i < each; i++) {
                        both.get(thread % 2).events().append(List.of(event(thread * each + i)));
                    }
                });
            }
            for (OpenStores stores : both) {
                assertThat(stores.events().countEvents(EventFilter.ALL)).isEqualTo(4L * each);
                assertThat(stores.events().countReadings(ReadingFilter.resource("r")))
                        .isEqualTo(4L * each);
            }
        }
        database.remove(nameSpace);
    }

    @Test
    void countsAreMadeAnewWhereTheyAreMissing() {
        List<Event> all = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            all.add(event(i));
        }
        try (OpenStores stores = database.open(nameSpace)) {
            stores.events().append(all);
        }
        try (var client = tested.mongod().client()) {
            client.getDatabase("graft")
                    .getCollection(nameSpace + ".events.counts")
                    .drop();
        }
        try (OpenStores stores = database.open(nameSpace)) {
            EventStore events = stores.events();
            assertThat(events.countEvents(EventFilter.ALL)).isEqualTo(3_000);
            assertThat(events.countReadings(ReadingFilter.resource("r").within(new TimeRange(11, 2_010))))
                    .isEqualTo(2_000);
            assertThat(events.events(EventQuery.page(EventFilter.ALL, 1_500, 2)).items())
                    .extracting(Event::origin)
                    .containsExactly(1_500L, 1_499L);
        }
        database.remove(nameSpace);
    }

    @Test
    void scratchSpacesOfGatewaysThatWereKilledAreRemoved() {
        String of1970 = "scratch-0000000001234567";
        try (OpenStores left = database.open(of1970)) {
            left.events().append(List.of(event(1)));
        }
        assertThat(database.nameSpaces()).contains(of1970);
        try (var spaces = TestedMongo.spaces(tested.settings())) {
            spaces.sweep();
        }
        assertThat(database.nameSpaces()).doesNotContain(of1970);
    }

    @Test
    void indexWithOtherOptionsIsAClearError() {
        try (var client = tested.mongod().client()) {
            client.getDatabase("graft")
                    .getCollection(nameSpace + ".events")
                    .createIndex(
                            new Document("origin", -1).append("_id", -1),
                            new com.mongodb.client.model.IndexOptions()
                                    .name("events")
                                    .unique(true));
        }
        assertThatThrownBy(() -> database.open(nameSpace))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("drop it");
        database.remove(nameSpace);
    }

    @Test
    void toldAnswersHaveNoPassword() {
        assertThat(tested.settings().toString()).doesNotContain(io.graft.testservers.MongoServer.PASSWORD);
        try (OpenStores stores = database.open(nameSpace)) {
            assertThat(stores.server()).contains("replica set rs0").doesNotContain("p@ss");
        }
        database.remove(nameSpace);
    }

    @Test
    void certificateIsEnoughToGetIn() {
        TestCertificates certificates = tested.mongod().certificates().orElseThrow();
        try (var client = tested.mongod().client()) {
            client.getDatabase("$external")
                    .runCommand(new Document("createUser", TestCertificates.CLIENT_SUBJECT)
                            .append("roles", List.of(new Document("role", "readWrite").append("db", "graft"))));
        }
        MongoSettings settings = new MongoSettings(
                tested.mongod().uri(),
                "graft",
                "X509",
                new MongoSettings.Credentials("", "", "admin"),
                new MongoSettings.Tls(
                        true,
                        certificates.trustStore().toString(),
                        TestCertificates.PASSWORD,
                        certificates.clientStore().toString(),
                        TestCertificates.PASSWORD),
                java.time.Duration.ofSeconds(5),
                java.time.Duration.ofSeconds(2),
                8);
        MongoServerDatabase byCertificate = new MongoServerDatabase(settings, "mongo", neighbours);
        try (OpenStores stores = byCertificate.open(nameSpace)) {
            stores.events().append(List.of(event(1)));
            assertThat(stores.events().countEvents(EventFilter.ALL)).isEqualTo(1);
        }
        byCertificate.remove(nameSpace);
    }

    private static Event event(int number) {
        Reading reading = new Reading(
                number + 1, "d", "p", "r", ValueType.INT32, "", new ReadingValue.Text("" + number), null, null);
        return new Event(new UUID(1, number), "d", "p", "s", number + 1, List.of(reading), null, null);
    }
}
