package io.graft.metadata.internal;

import static io.graft.metadata.internal.Samples.device;
import static io.graft.metadata.internal.Samples.devices;
import static io.graft.metadata.internal.Samples.object;
import static io.graft.metadata.internal.Samples.profile;
import static io.graft.metadata.internal.Samples.request;
import static io.graft.metadata.internal.Samples.service;
import static io.graft.metadata.internal.Samples.watcher;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.metadata.internal.Api.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that meet: whatever order they take, the outcome is one that some order would have given. */
@Timeout(120)
class RacesTest {

    private static final int ROUNDS = 200;

    private final Api api = new Api();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void aDeviceNeverOutlivesItsServiceOrProfile() throws Exception {
        jitter();
        for (int round = 0; round < ROUNDS; round++) {
            api.post("/deviceservice", request("service", service("svc")));
            api.post("/deviceprofile", request("profile", profile("prof")));
            String body = devices(device("d", "svc", "prof"));
            String watcher = request("provisionWatcher", watcher("w", "other", "prof"));

            List<Answer> answers = together(List.of(
                    () -> api.post("/device", body),
                    () -> api.delete("/deviceservice/name/svc"),
                    () -> api.delete("/deviceprofile/name/prof"),
                    () -> api.post("/provisionwatcher", watcher)));

            boolean added = answers.get(0).itemStatus() == 201;
            boolean watching = answers.get(3).itemStatus() == 201;
            assertThat(answers.get(1).status()).isEqualTo(added ? 409 : 200);
            assertThat(answers.get(2).status()).isEqualTo(added || watching ? 409 : 200);
            assertThat(api.get("/device/all").total()).isEqualTo(added ? 1 : 0);
            assertThat(api.get("/deviceservice/all").total()).isEqualTo(added ? 1 : 0);
            assertThat(api.get("/deviceprofile/all").total()).isEqualTo(added || watching ? 1 : 0);
            for (String path : List.of(
                    "/device/name/d",
                    "/provisionwatcher/name/w",
                    "/deviceservice/name/svc",
                    "/deviceprofile/name/prof")) {
                api.delete(path);
            }
        }
    }

    @Test
    void aDeviceThatMovesNeverLosesItsProfile() throws Exception {
        jitter();
        api.post("/deviceservice", request("service", service("svc")));
        for (int round = 0; round < ROUNDS; round++) {
            api.post("/deviceprofile", request("profile", profile("prof")));
            api.post("/device", devices(device("d", "svc", "")));

            List<Answer> answers = together(List.of(
                    () -> api.patch("/device", request("device", object("{'name':'d','profileName':'prof'}"))),
                    () -> api.delete("/deviceprofile/name/prof")));

            boolean moved = answers.get(0).itemStatus() == 200;
            assertThat(answers.get(1).status()).isEqualTo(moved ? 409 : 200);
            api.delete("/device/name/d");
            api.delete("/deviceprofile/name/prof");
        }
    }

    @Test
    void ofManyWithOneNameOneIsAdded() throws Exception {
        api.post("/deviceservice", request("service", service("svc")));
        for (int round = 0; round < 20; round++) {
            String body = devices(device("d" + round, "svc", ""));
            List<Answer> answers = together(times(16, i -> () -> api.post("/device", body)));
            assertThat(answers).filteredOn(answer -> answer.itemStatus() == 201).hasSize(1);
            assertThat(answers).filteredOn(answer -> answer.itemStatus() == 409).hasSize(15);
        }
        assertThat(api.get("/device/all").total()).isEqualTo(20);
    }

    @Test
    void noConcurrentPatchIsLost() throws Exception {
        jitter();
        api.post("/deviceservice", request("service", service("svc")));
        api.post("/deviceprofile", request("profile", profile("prof")));
        api.post("/device", devices(device("d", "svc", "")));

        List<Answer> answers = together(times(32, i -> () -> {
            ObjectNode tags = Api.MAPPER.createObjectNode();
            tags.putObject("t" + i);
            ObjectNode change = object("{'apiVersion':'v3','deviceResources':[{'name':'Int8'}]}");
            ((ObjectNode) change.at("/deviceResources/0")).set("tags", tags);
            Answer patched = api.patch("/device", request("device", object("{'name':'d','description':'" + i + "'}")));
            assertThat(patched.itemStatus()).isEqualTo(200);
            return api.patch("/deviceprofile/name/prof/tags", change.toString());
        }));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        JsonNode profile = api.get("/deviceprofile/name/prof").body();
        assertThat(profile.at("/profile/deviceResources/0/tags")).hasSize(32);
        assertThat(api.get("/device/name/d").body().at("/device/description").asText())
                .isNotEmpty();
    }

    @Test
    void theLimitOnDevicesHoldsAmongMany() throws Exception {
        api.configure("max.devices", 10);
        api.post("/deviceservice", request("service", service("svc")));

        List<Answer> answers = together(times(32, i -> () -> api.post("/device", devices(device("d" + i, "svc", "")))));

        assertThat(answers).filteredOn(answer -> answer.itemStatus() == 201).hasSize(10);
        assertThat(api.get("/device/all").total()).isEqualTo(10);
    }

    /** Lets other threads in at every store call. */
    private void jitter() {
        api.store.beforeCall(
                operation -> LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(100_000)));
    }

    private static <T> List<T> times(int n, IntFunction<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            list.add(element.apply(i));
        }
        return list;
    }

    private List<Answer> together(List<Callable<Answer>> calls) throws Exception {
        CyclicBarrier start = new CyclicBarrier(calls.size());
        List<Future<Answer>> running = new ArrayList<>();
        for (Callable<Answer> call : calls) {
            running.add(threads.submit(() -> {
                start.await(30, TimeUnit.SECONDS);
                return call.call();
            }));
        }
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> call : running) {
            answers.add(call.get(60, TimeUnit.SECONDS));
        }
        return answers;
    }
}
