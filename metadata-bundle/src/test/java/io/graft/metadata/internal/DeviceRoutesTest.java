package io.graft.metadata.internal;

import static io.graft.metadata.internal.Samples.device;
import static io.graft.metadata.internal.Samples.devices;
import static io.graft.metadata.internal.Samples.object;
import static io.graft.metadata.internal.Samples.profile;
import static io.graft.metadata.internal.Samples.request;
import static io.graft.metadata.internal.Samples.service;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.metadata.internal.Api.Answer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceRoutesTest {

    private final Api api = new Api();

    @BeforeEach
    void addServicesAndProfiles() {
        for (String name : List.of("svc", "other-svc")) {
            assertThat(api.post("/deviceservice", request("service", service(name)))
                            .itemStatus())
                    .isEqualTo(201);
        }
        assertThat(api.post("/deviceprofile", request("profile", profile("prof")))
                        .itemStatus())
                .isEqualTo(201);
        assertThat(api.post(
                                "/deviceprofile",
                                request(
                                        "profile",
                                        object("{'name':'bare','deviceResources':[{'name':'Only','properties':"
                                                + "{'valueType':'Bool','readWrite':'R'}}]}")))
                        .itemStatus())
                .isEqualTo(201);
    }

    @Test
    void anAddedDeviceIsServedWithEverythingItWasGiven() {
        JsonNode given = object("{'name':'d1','parent':'p','description':'text','adminState':'LOCKED',"
                + "'operatingState':'DOWN','labels':['x','ü'],'location':{'lat':47.350,'deep':[1,null,{'a':true}]},"
                + "'serviceName':'svc','profileName':'prof','autoEvents':[{'interval':'1h30m','onChange':true,"
                + "'onChangeThreshold':0.10,'sourceName':'Int8','retention':{'maxCap':600,'minCap':100,'duration':'7d'}}],"
                + "'protocols':{'modbus':{'Address':'1','UnitID':1,'Big':12345678901234567890,'None':null}},"
                + "'tags':{'t':1.00},'properties':{'p':[1.50,'s']}}");

        Answer added = api.post("/device", devices(given));

        assertThat(added.itemStatus()).isEqualTo(201);
        JsonNode served = api.get("/device/name/d1").body().get("device");
        assertThat(UUID.fromString(served.get("id").asText()).toString()).isEqualTo(added.id());
        assertThat(served.get("created").asLong())
                .isPositive()
                .isEqualTo(served.get("modified").asLong());
        given.properties()
                .forEach(field -> assertThat(served.get(field.getKey()).toString())
                        .as(field.getKey())
                        .isEqualTo(field.getValue().toString()));
        assertThat(served.size()).isEqualTo(given.size() + 3);
        assertThat(api.get("/device/id/" + added.id()).body().get("device")).isEqualTo(served);
    }

    @Test
    void emptyFieldsAreLeftOutAndPropertiesAreAlwaysThere() {
        api.post("/device", devices(device("d1", "svc", "")));

        JsonNode served = api.get("/device/name/d1").body().get("device");

        assertThat(served.fieldNames())
                .toIterable()
                .containsExactly(
                        "created",
                        "modified",
                        "id",
                        "name",
                        "adminState",
                        "operatingState",
                        "serviceName",
                        "protocols",
                        "properties");
    }

    @Test
    void aMissingServiceOrProfileOrUnknownSourceIs400AndADuplicate409() {
        assertThat(api.post("/device", devices(device("d", "nope", "prof"))).item())
                .isEqualTo(object("{'apiVersion':'v3','message':'device service \\u0027nope\\u0027 does not exists',"
                        + "'statusCode':400}"));
        assertThat(api.post("/device", devices(device("d", "svc", "nope"))).itemMessage())
                .isEqualTo("device profile 'nope' not found during validating device 'd'");
        JsonNode wrongSource = device("d", "svc", "prof")
                .set(
                        "autoEvents",
                        object("{'a':[{'interval':'1s','sourceName':'Int16'}]}").get("a"));
        Answer answer = api.post("/device", devices(wrongSource));
        assertThat(answer.itemStatus()).isEqualTo(400);
        assertThat(answer.itemMessage())
                .isEqualTo("auto event source 'Int16' cannot be found in the device profile 'prof'");
        assertThat(api.post("/device", devices(device("d", "svc", "prof").put("parent", "d")))
                        .itemStatus())
                .isEqualTo(400);

        assertThat(api.post("/device", devices(device("d", "svc", "prof"))).itemStatus())
                .isEqualTo(201);
        Answer duplicate = api.post("/device", devices(device("d", "svc", "prof")));
        assertThat(duplicate.itemStatus()).isEqualTo(409);
        assertThat(duplicate.itemMessage()).isEqualTo("device name d already exists");
    }

    @Test
    void forceReplacesADeviceAndKeepsItsIdAndTimeOfAddition() {
        String id = api.post("/device", devices(device("d", "svc", "prof"))).id();
        JsonNode before = api.get("/device/name/d").body().get("device");

        Answer forced = api.post(
                "/device?force=true", devices(device("d", "other-svc", "").put("description", "new")));

        assertThat(forced.itemStatus()).isEqualTo(201);
        assertThat(forced.id()).isEqualTo(id);
        JsonNode after = api.get("/device/name/d").body().get("device");
        assertThat(after.get("description").asText()).isEqualTo("new");
        assertThat(after.get("created")).isEqualTo(before.get("created"));
        assertThat(api.get("/device/service/name/svc").total()).isZero();
        assertThat(api.post("/device?force=true", devices(device("e", "svc", "")))
                        .itemStatus())
                .isEqualTo(201);
        assertThat(api.post("/device?force=perhaps", devices(device("e", "svc", "")))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void oneInvalidItemRefusesTheWholeArrayAndNothingChanges() {
        Answer answer = api.post(
                "/device",
                devices(device("good", "svc", ""), device("bad", "svc", "").put("adminState", "")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo(
                        object("{'apiVersion':'v3','statusCode':400,'message':'AddDeviceRequest.Device.AdminState field"
                                + " should be one of \\u0027LOCKED\\u0027 \\u0027UNLOCKED\\u0027'}"));
        assertThat(api.get("/device/all").total()).isZero();
    }

    @Test
    void validItemsSucceedAndFailOneByOne() {
        Answer answer = api.post(
                "/device",
                "[{\"apiVersion\":\"v3\",\"requestId\":\"7a1707f0-166f-4c4b-bc9d-1d54c74e0137\",\"device\":"
                        + device("a", "svc", "") + "},"
                        + devices(device("b", "nope", ""), device("a", "svc", ""))
                                .substring(1));

        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.body())
                .extracting(item -> item.get("statusCode").asInt())
                .containsExactly(201, 400, 409);
        assertThat(answer.body().get(0).get("requestId").asText()).isEqualTo("7a1707f0-166f-4c4b-bc9d-1d54c74e0137");
        assertThat(answer.body().get(1).has("requestId")).isFalse();
        assertThat(answer.body().get(1).has("id")).isFalse();
    }
}
