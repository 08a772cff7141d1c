package io.graft.coredata.internal;

import static io.graft.coredata.internal.Requests.simple;
import static io.graft.coredata.internal.Requests.withReadings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.coredata.internal.Api.Answer;
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
    void answers503WithoutAStoreAndSaysSoInItsHealth() {
        assertThat(api.service.execute().getStatus()).isEqualTo(Result.Status.OK);
        api.service.unbindEvents(api.store);

        Answer read = api.get("/event/all");
        Answer written = api.post(PATH, withReadings(simple("Int8", "5")));

        assertThat(read.status()).isEqualTo(503);
        assertThat(written.status()).isEqualTo(503);
        assertThat(written.json().get("message").asText()).contains("core-data has no store");
        assertThat(api.service.execute().getStatus()).isEqualTo(Result.Status.TEMPORARILY_UNAVAILABLE);
        assertThat(api.metrics.count("graft_events_rejected_total", "reason", "service_unavailable"))
                .isEqualTo(1);

        api.bind(api.store);
        assertThat(api.post(PATH, withReadings(simple("Int8", "5"))).status()).isEqualTo(201);
    }

    @Test
    void holdsCallsUntilTheNextStoreComes() {
        api.service.unbindEvents(api.store);
        CompletableFuture<Answer> held =
                CompletableFuture.supplyAsync(() -> api.post(PATH, withReadings(simple("Int8", "5"))));

        api.bind(api.store);

        assertThat(held.join().status()).isEqualTo(201);
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
