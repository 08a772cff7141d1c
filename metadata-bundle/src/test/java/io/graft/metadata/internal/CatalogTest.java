package io.graft.metadata.internal;

import static io.graft.metadata.internal.Samples.device;
import static io.graft.metadata.internal.Samples.devices;
import static io.graft.metadata.internal.Samples.object;
import static io.graft.metadata.internal.Samples.request;
import static io.graft.metadata.internal.Samples.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.api.metadata.EventRetention;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.metadata.internal.Api.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What other services learn, and what happens when the store does not. */
@Timeout(60)
class CatalogTest {

    private final Api api = new Api();

    @BeforeEach
    void addService() {
        api.post("/deviceservice", request("service", service("svc")));
    }

    @Test
    void retentionsAreThoseThatAutomaticReadingsSay() {
        JsonNode events = object("{'a':[{'interval':'1s','sourceName':'A','retention':{'maxCap':10,'minCap':-1,"
                        + "'duration':'2d'}},{'interval':'1s','sourceName':'B'},"
                        + "{'interval':'1s','sourceName':'C.*','retention':{'minCap':5}}]}")
                .get("a");
        api.post("/device", devices(device("d1", "svc", "").set("autoEvents", events), device("d2", "svc", "")));
        for (int i = 0; i < 450; i++) {
            JsonNode one = object("{'a':[{'interval':'1s','sourceName':'S','retention':{'maxCap':" + (i + 1) + "}}]}");
            api.post("/device", devices(device("m" + i, "svc", "").set("autoEvents", one.get("a"))));
        }

        List<EventRetention> retentions = api.service.retentions();

        assertThat(retentions).hasSize(452);
        assertThat(retentions.subList(0, 3))
                .containsExactly(
                        new EventRetention("d1", "A", 10, 0, Duration.ofDays(2)),
                        new EventRetention("d1", "C.*", 0, 5, Duration.ZERO),
                        new EventRetention("m0", "S", 1, 0, Duration.ZERO));
        api.patch("/device", request("device", object("{'name':'d1','autoEvents':[]}")));
        assertThat(api.service.retentions()).hasSize(450);
    }

    @Test
    void listenersHearOfEveryDeletionOnceAndInOrderWhateverOneOfThemDoes() {
        List<String> heard = new CopyOnWriteArrayList<>();
        AtomicReference<String> thread = new AtomicReference<>();
        api.service.bindListeners(name -> {
            throw new IllegalStateException("a listener of the test fails");
        });
        api.service.bindListeners(name -> {
            thread.set(Thread.currentThread().getName());
            heard.add(name);
        });
        api.post("/device", devices(device("a", "svc", ""), device("b", "svc", "")));

        api.delete("/device/name/a");
        api.delete("/device/name/a");
        api.delete("/device/name/b");

        await().untilAsserted(() -> assertThat(heard).containsExactly("a", "b"));
        assertThat(thread.get()).isEqualTo("graft-metadata-notices");
        api.service.deactivate();
        assertThat(heard).containsExactly("a", "b");
    }

    @Test
    void aDeletionThatFailedIsNotTold() throws InterruptedException {
        CountDownLatch heard = new CountDownLatch(1);
        api.service.bindListeners(name -> heard.countDown());
        api.post("/device", devices(device("a", "svc", "")));
        failOn("delete");

        assertThat(api.delete("/device/name/a").status()).isEqualTo(503);

        api.service.deactivate();
        assertThat(heard.await(0, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void whenTheStoreIsGoneTheRestOfAnArrayIsNotTried() {
        failOn("insert");

        Answer answer =
                api.post("/device?bypassValidation=true", devices(device("a", "svc", ""), device("b", "svc", "")));

        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.body()).hasSize(2).allSatisfy(item -> {
            assertThat(item.get("statusCode").asInt()).isEqualTo(503);
            assertThat(item.get("message").asText()).isEqualTo("the disk of the test is gone");
        });
        assertThat(tries).startsWith("get").endsWith("insert").containsOnlyOnce("get", "insert");
    }

    @Test
    void aFullStoreIs507AndADefectIs500WithoutDetail() {
        api.store.beforeCall(operation -> {
            throw new StoreUnavailableException(StoreUnavailableException.Reason.FULL, "no space left");
        });
        assertThat(api.get("/device/all").status()).isEqualTo(507);
        assertThat(api.post("/deviceservice", request("service", service("s2"))).itemStatus())
                .isEqualTo(507);
        api.store.beforeCall(operation -> {
            throw new IllegalStateException("secret");
        });
        Answer defect = api.post("/deviceservice", request("service", service("s2")));
        assertThat(defect.itemStatus()).isEqualTo(500);
        assertThat(defect.itemMessage()).isEqualTo("internal error");
    }

    private final List<String> tries = new CopyOnWriteArrayList<>();

    private void failOn(String failing) {
        Thread client = Thread.currentThread();
        api.store.beforeCall(operation -> {
            if (Thread.currentThread() == client && !operation.equals("find")) {
                tries.add(operation);
            }
            if (operation.equals(failing)) {
                throw new StoreUnavailableException(
                        StoreUnavailableException.Reason.UNREACHABLE, "the disk of the test is gone");
            }
        });
    }
}
