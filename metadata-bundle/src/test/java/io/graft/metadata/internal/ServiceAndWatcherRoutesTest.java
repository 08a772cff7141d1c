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
import io.graft.metadata.internal.Api.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceAndWatcherRoutesTest {

    private final Api api = new Api();

    @BeforeEach
    void addServiceAndProfile() {
        JsonNode labels = object("{'l':['a','b']}").get("l");
        assertThat(api.post(
                                "/deviceservice",
                                request(
                                        "service",
                                        service("svc").put("description", "d").set("labels", labels)))
                        .itemStatus())
                .isEqualTo(201);
        api.post("/deviceprofile", request("profile", profile("prof")));
    }

    @Test
    void aServiceIsServedListedAndPatched() {
        JsonNode before = api.get("/deviceservice/name/svc").body().get("service");
        assertThat(before.fieldNames())
                .toIterable()
                .containsExactly(
                        "created",
                        "modified",
                        "id",
                        "name",
                        "description",
                        "labels",
                        "baseAddress",
                        "adminState",
                        "properties");
        assertThat(api.get("/deviceservice/all?labels=b").names("services")).containsExactly("svc");
        assertThat(api.get("/deviceservice/all?labels=b,c").total()).isZero();

        Answer patched = api.patch(
                "/deviceservice",
                request("service", object("{'name':'svc','baseAddress':'http://other:1','properties':{'p':1}}")));

        assertThat(patched.item()).isEqualTo(object("{'apiVersion':'v3','statusCode':200}"));
        JsonNode after = api.get("/deviceservice/name/svc").body().get("service");
        assertThat(after.get("baseAddress").asText()).isEqualTo("http://other:1");
        assertThat(after.get("properties")).isEqualTo(object("{'p':1}"));
        assertThat(after.get("labels")).isEqualTo(before.get("labels"));
        assertThat(after.get("created")).isEqualTo(before.get("created"));
        assertThat(api.patch("/deviceservice", request("service", object("{'name':'none'}")))
                        .itemStatus())
                .isEqualTo(404);
    }

    @Test
    void aServiceNameIsTakenOnce() {
        Answer duplicate = api.post("/deviceservice", request("service", service("svc")));
        assertThat(duplicate.itemStatus()).isEqualTo(409);
        assertThat(duplicate.itemMessage()).isEqualTo("device service name svc already exists");
        String id = api.get("/deviceservice/name/svc").body().at("/service/id").asText();
        Answer sameId =
                api.post("/deviceservice", request("service", service("svc2").put("id", id)));
        assertThat(sameId.itemStatus()).isEqualTo(409);
        assertThat(sameId.itemMessage()).isEqualTo("device service id " + id + " already exists");
    }

    @Test
    void aServiceInUseStays() {
        api.post("/device", devices(device("d", "svc", "")));
        assertThat(api.delete("/deviceservice/name/svc").message())
                .isEqualTo("fail to delete the device service when associated device exists");
        api.delete("/device/name/d");
        api.post("/provisionwatcher", request("provisionWatcher", watcher("w", "svc", "")));
        assertThat(api.delete("/deviceservice/name/svc").message())
                .isEqualTo("fail to delete the device service when associated provisionWatcher exists");
        assertThat(api.delete("/deviceservice/name/svc").status()).isEqualTo(409);
        api.delete("/provisionwatcher/name/w");

        assertThat(api.delete("/deviceservice/name/svc").status()).isEqualTo(200);
        assertThat(api.delete("/deviceservice/name/svc").status()).isEqualTo(404);
        assertThat(api.get("/deviceservice/name/svc").message()).isEqualTo("no device service with name 'svc' found");
    }

    @Test
    void aWatcherIsServedListedPatchedAndRemoved() {
        JsonNode given = object("{'name':'w','serviceName':'svc','labels':['l'],'identifiers':{'a':'.*'},"
                + "'blockingIdentifiers':{'p':['1','2']},'adminState':'LOCKED','discoveredDevice':{'profileName':'prof',"
                + "'adminState':'UNLOCKED','autoEvents':[{'interval':'1s','onChange':false,'onChangeThreshold':0,"
                + "'sourceName':'Int8','retention':{'maxCap':0,'minCap':0,'duration':''}}],'properties':{'x':1.0}}}");
        assertThat(api.post("/provisionwatcher", request("provisionWatcher", given))
                        .itemStatus())
                .isEqualTo(201);
        JsonNode served = api.get("/provisionwatcher/name/w").body().get("provisionWatcher");
        given.properties()
                .forEach(field -> assertThat(served.get(field.getKey()).toString())
                        .as(field.getKey())
                        .isEqualTo(field.getValue().toString()));

        Answer patched = api.patch(
                "/provisionwatcher",
                request(
                        "provisionWatcher",
                        object("{'name':'w','identifiers':{'b':'1'},"
                                + "'discoveredDevice':{'profileName':'','adminState':'LOCKED'}}")));

        assertThat(patched.itemStatus()).isEqualTo(200);
        JsonNode after = api.get("/provisionwatcher/name/w").body().get("provisionWatcher");
        assertThat(after.get("identifiers")).isEqualTo(object("{'b':'1'}"));
        assertThat(after.at("/discoveredDevice/adminState").asText()).isEqualTo("LOCKED");
        assertThat(after.at("/discoveredDevice").has("profileName")).isFalse();
        assertThat(after.at("/discoveredDevice/properties").toString()).isEqualTo("{\"x\":1.0}");
        assertThat(after.get("blockingIdentifiers")).isEqualTo(given.get("blockingIdentifiers"));
        assertThat(api.get("/provisionwatcher/all?labels=l").names("provisionWatchers"))
                .containsExactly("w");
        assertThat(api.get("/provisionwatcher/service/name/svc").total()).isEqualTo(1);
        assertThat(api.get("/provisionwatcher/profile/name/prof").total()).isZero();
        assertThat(api.delete("/provisionwatcher/name/w").status()).isEqualTo(200);
        assertThat(api.delete("/provisionwatcher/name/w").status()).isEqualTo(404);
        assertThat(api.get("/provisionwatcher/name/w").status()).isEqualTo(404);
    }

    @Test
    void aWatcherNeedsItsProfileButNotItsService() {
        Answer unknown = api.post("/provisionwatcher", request("provisionWatcher", watcher("w", "svc", "none")));
        assertThat(unknown.itemStatus()).isEqualTo(404);
        assertThat(unknown.itemMessage()).isEqualTo("device profile 'none' does not exists");
        assertThat(api.post("/provisionwatcher", request("provisionWatcher", watcher("w", "later", "prof")))
                        .itemStatus())
                .isEqualTo(201);
        assertThat(api.post("/provisionwatcher", request("provisionWatcher", watcher("w", "svc", "")))
                        .itemStatus())
                .isEqualTo(409);
        assertThat(api.patch(
                                "/provisionwatcher",
                                request(
                                        "provisionWatcher",
                                        object("{'name':'w','discoveredDevice':{'profileName':'none'}}")))
                        .itemStatus())
                .isEqualTo(404);
    }
}
