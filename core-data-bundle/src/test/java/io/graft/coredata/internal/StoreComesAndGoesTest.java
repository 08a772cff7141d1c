package io.graft.coredata.internal;

import static io.graft.coredata.internal.Requests.simple;
import static io.graft.coredata.internal.Requests.withReadings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.api.model.Event;
import io.graft.api.persistence.AppendResult;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.coredata.internal.Api.Answer;
import io.graft.persistence.tck.oracle.MemoryEventStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreComesAndGoesTest {

    private static final String PATH = "/event/device-test/Profile/Device/Source";

    private final Api api = new Api();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void withoutAStoreEventsAreTakenAndReadingIsRefused() {
        assertThat(api.service.execute().getStatus()).isEqualTo(Result.Status.OK);
        api.service.unbindEvents(api.store);

        Answer read = api.get("/event/all");
        Answer written = api.post(PATH, withReadings(simple("Int8", "5")));
        Answer deleted = api.delete("/event/age/0");

        assertThat(read.status()).isEqualTo(503);
        assertThat(read.header("Retry-After")).isEqualTo("1");
        assertThat(written.status()).isEqualTo(201);
        assertThat(deleted.status()).isEqualTo(503);
        Result health = api.service.execute();
        assertThat(health.getStatus()).isEqualTo(Result.Status.WARN);
        assertThat(health.toString()).contains("core-data has no store", "the spool holds 1 events");
        assertThat(api.service.events().orElseThrow().spool().spooled()).isEqualTo(1);

        api.bind(api.store);
        await().untilAsserted(() -> assertThat(total()).isEqualTo(1));
        assertThat(api.service.execute().getStatus()).isEqualTo(Result.Status.OK);
    }

    @Test
    void withoutASpoolNothingIsTakenThatTheStoreDoesNotTake() {
        api.configure("spool.bytes", "0");
        api.service.unbindEvents(api.store);

        Answer written = api.post(PATH, withReadings(simple("Int8", "5")));

        assertThat(written.status()).isEqualTo(503);
        assertThat(written.header("Retry-After")).isEqualTo("1");
        assertThat(written.json().get("message").asText()).contains("core-data has no store");
        assertThat(api.service.execute().getStatus()).isEqualTo(Result.Status.TEMPORARILY_UNAVAILABLE);
        assertThat(api.metrics.count("graft_events_rejected_total", "reason", "service_unavailable"))
                .isEqualTo(1);

        api.bind(api.store);
        assertThat(api.post(PATH, withReadings(simple("Int8", "5"))).status()).isEqualTo(201);
    }

    @Test
    void answersSayWhatIsOnItsWayIntoTheStore() {
        api.post(PATH, withReadings(simple("Int8", "5")));
        api.service.unbindEvents(api.store);
        MemoryEventStore failing = new MemoryEventStore() {
            @Override
            public AppendResult append(List<Event> batch) {
                throw new StoreUnavailableException(Reason.UNREACHABLE, "the server is gone");
            }
        };
        api.bind(failing);
        assertThat(api.get("/event/all").header("Graft-Spooled")).isEmpty();
        String id = api.post(PATH, withReadings(simple("Int8", "5")))
                .json()
                .get("id")
                .asText();

        for (String path : List.of(
                "/event/all", "/event/count", "/reading/all", "/reading/count", "/reading/all?aggregateFunc=COUNT")) {
            Answer answer = api.get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.header("Graft-Spooled")).as(path).isEqualTo("1");
        }
        assertThat(api.get("/event/id/" + id).status()).isEqualTo(503);

        api.service.unbindEvents(failing);
        api.bind(api.store);
        await().untilAsserted(
                        () -> assertThat(api.get("/event/id/" + id).status()).isEqualTo(200));
        assertThat(api.get("/event/all").header("Graft-Spooled")).isEmpty();
    }

    @Test
    void holdsReadersUntilTheNextStoreComes() {
        api.service.unbindEvents(api.store);
        CompletableFuture<Answer> held = CompletableFuture.supplyAsync(() -> api.get("/event/count"));

        api.bind(api.store);

        assertThat(held.join().status()).isEqualTo(200);
    }

    @Test
    void purgesTheEventsOfADeletedDeviceOnlyIfToldTo() {
        api.post(PATH, withReadings(simple("Int8", "5")));
        api.service.deviceDeleted("Device");
        assertThat(total()).isEqualTo(1);

        api.configure("event.purge", "true");
        api.service.deviceDeleted("Other");
        api.service.deviceDeleted("Device");

        await().untilAsserted(() -> assertThat(total()).isZero());
    }

    @Test
    void purgesOnceTheStoreIsBack() {
        api.configure("event.purge", "true");
        api.post(PATH, withReadings(simple("Int8", "5")));
        api.service.unbindEvents(api.store);
        api.service.deviceDeleted("Device");
        assertThat(api.get("/event/all").status()).isEqualTo(503);

        api.bind(api.store);

        await().untilAsserted(() -> assertThat(total()).isZero());
    }

    private int total() {
        return api.get("/event/all").json().get("totalCount").asInt();
    }
}
