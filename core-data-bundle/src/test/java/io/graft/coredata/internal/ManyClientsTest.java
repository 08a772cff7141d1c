package io.graft.coredata.internal;

import static io.graft.coredata.internal.Requests.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.coredata.internal.Api.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ManyClientsTest {

    private static final int EACH = 64;
    private static final int EVENTS = 20;

    @Test
    void servesListReadersBesidePostersOfNewDevices() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(2 * EACH);
        try (Api api = new Api()) {
            AtomicInteger posting = new AtomicInteger(EACH);
            List<Callable<Integer>> work = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                int poster = i;
                work.add(() -> post(api, poster, posting));
                work.add(() -> list(api, posting));
            }
            int stored = 0;
            for (Future<Integer> done : clients.invokeAll(work, 120, TimeUnit.SECONDS)) {
                assertThat(done.isCancelled()).as("every client ends in time").isFalse();
                stored += done.get();
            }

            assertThat(stored).isEqualTo(EACH * EVENTS);
            assertThat(api.get("/event/count").json().get("count").asInt()).isEqualTo(EACH * EVENTS);
        } finally {
            clients.shutdownNow();
        }
    }

    private static int post(Api api, int poster, AtomicInteger posting) {
        try {
            int stored = 0;
            for (int n = 0; n < EVENTS; n++) {
                String device = "device-" + poster + "-" + n;
                String body = event("\"origin\":" + (n + 1) + ",\"readings\":[{\"origin\":" + (n + 1)
                                + ",\"deviceName\":\"Device\",\"resourceName\":\"r\",\"valueType\":\"Int8\","
                                + "\"value\":\"1\"}]")
                        .replace("\"Device\"", "\"" + device + "\"")
                        .replace(Requests.ID, UUID.randomUUID().toString());
                Answer answer = api.post("/event/s/Profile/" + device + "/Source", body);
                // Refused for the moment is allowed; a client tries again.
                while (answer.status() == 503) {
                    answer = api.post("/event/s/Profile/" + device + "/Source", body);
                }
                assertThat(answer.status()).as(answer.text()).isEqualTo(201);
                stored++;
            }
            return stored;
        } finally {
            posting.decrementAndGet();
        }
    }

    private static int list(Api api, AtomicInteger posting) {
        do {
            Answer answer = api.get("/event/all?limit=20");
            assertThat(answer.status()).as(answer.text()).isIn(200, 503);
            if (answer.status() == 200) {
                JsonNode page = answer.json();
                assertThat(page.get("events").size())
                        .isEqualTo(Math.min(20, page.get("totalCount").asInt()));
            }
        } while (posting.get() > 0);
        return 0;
    }
}
