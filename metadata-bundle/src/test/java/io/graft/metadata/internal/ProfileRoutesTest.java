package io.graft.metadata.internal;

import static io.graft.metadata.internal.Samples.device;
import static io.graft.metadata.internal.Samples.devices;
import static io.graft.metadata.internal.Samples.json;
import static io.graft.metadata.internal.Samples.object;
import static io.graft.metadata.internal.Samples.profile;
import static io.graft.metadata.internal.Samples.request;
import static io.graft.metadata.internal.Samples.service;
import static io.graft.metadata.internal.Samples.watcher;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.metadata.internal.Api.Answer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProfileRoutesTest {

    private static final String UNUSED = "fail to update the device profile when associated device exists";

    private final Api api = new Api();

    @BeforeEach
    void addServiceAndProfile() {
        api.post("/deviceservice", request("service", service("svc")));
        assertThat(api.post("/deviceprofile", request("profile", profile("prof")))
                        .itemStatus())
                .isEqualTo(201);
    }

    @Test
    void anAddedProfileIsServedWithEverythingItWasGiven() {
        ObjectNode given = object("{'apiVersion':'v3','id':'7A1707F0-166f-4c4b-bc9d-1d54c74e0137','name':'full',"
                + "'manufacturer':'m','description':'d','model':'x','labels':['l'],'deviceResources':[{'description':'rd',"
                + "'name':'r','isHidden':true,'properties':{'valueType':'Float64Array','readWrite':'WR','units':'u',"
                + "'minimum':-1.50,'maximum':1E+2,'defaultValue':'0','mask':18446744073709551615,'shift':-9,'scale':0.1,"
                + "'offset':0,'base':2,'assertion':'a','mediaType':'t','optional':{'x':[1.0]}},"
                + "'attributes':{'k':{'deep':null}},'tags':{'t':1}}],'deviceCommands':[{'name':'c','isHidden':false,"
                + "'readWrite':'RW','resourceOperations':[{'deviceResource':'r','defaultValue':'1',"
                + "'mappings':{'0':'off'}}],'tags':{'u':'v'}}]}");

        assertThat(api.post("/deviceprofile", request("profile", given)).id())
                .isEqualTo("7a1707f0-166f-4c4b-bc9d-1d54c74e0137");

        JsonNode served = api.get("/deviceprofile/name/full").body().get("profile");
        given.put("id", "7a1707f0-166f-4c4b-bc9d-1d54c74e0137");
        given.properties()
                .forEach(field -> assertThat(served.get(field.getKey()).toString())
                        .as(field.getKey())
                        .isEqualTo(field.getValue().toString()));
        assertThat(served.get("linkedDeviceCount").asLong()).isZero();
        assertThat(served.size()).isEqualTo(given.size() + 3);
    }

    @Test
    void valueTypesGetTheirCanonicalSpelling() {
        assertThat(api.get("/deviceprofile/name/prof")
                        .body()
                        .at("/profile/deviceResources/0/properties/valueType")
                        .asText())
                .isEqualTo("Int8");
    }

    @Test
    void linkedDevicesAreCountedWhenAskedFor() {
        api.post("/device", devices(device("a", "svc", "prof"), device("b", "svc", "prof"), device("c", "svc", "")));

        for (String path : List.of("/deviceprofile/all", "/deviceprofile/basicinfo/all")) {
            assertThat(api.get(path).body().at("/profiles/0/linkedDeviceCount").asLong())
                    .isEqualTo(2);
        }
        assertThat(api.get("/deviceprofile/name/prof")
                        .body()
                        .at("/profile/linkedDeviceCount")
                        .asLong())
                .isEqualTo(2);
        assertThat(api.get("/deviceprofile/basicinfo/all")
                        .body()
                        .at("/profiles/0")
                        .has("deviceResources"))
                .isFalse();
    }

    @Test
    void profilesAreListedByManufacturerAndModel() {
        api.post("/deviceprofile", request("profile", profile("p2").put("model", "M/2")));
        api.post("/deviceprofile", request("profile", profile("p3").put("manufacturer", "Ünïque")));

        assertThat(api.get("/deviceprofile/manufacturer/Graft").names("profiles"))
                .containsExactly("prof", "p2");
        assertThat(api.get("/deviceprofile/model/M%2F2").names("profiles")).containsExactly("p2");
        assertThat(api.get("/deviceprofile/manufacturer/Graft/model/M1").names("profiles"))
                .containsExactly("prof");
        assertThat(api.get("/deviceprofile/manufacturer/%C3%9Cn%C3%AFque").total())
                .isEqualTo(1);
        assertThat(api.get("/deviceprofile/model/none").total()).isZero();
    }

    @Test
    void putReplacesAProfileAndKeepsItsIdentity() {
        JsonNode before = api.get("/deviceprofile/name/prof").body().get("profile");

        Answer replaced = api.put("/deviceprofile", request("profile", object("{'name':'prof','description':'new'}")));

        assertThat(replaced.item()).isEqualTo(object("{'apiVersion':'v3','statusCode':200}"));
        JsonNode after = api.get("/deviceprofile/name/prof").body().get("profile");
        assertThat(after.get("id")).isEqualTo(before.get("id"));
        assertThat(after.get("created")).isEqualTo(before.get("created"));
        assertThat(after.has("manufacturer")).isFalse();
        assertThat(after.get("deviceResources")).isEmpty();
        assertThat(api.put("/deviceprofile", request("profile", profile("nope")))
                        .itemStatus())
                .isEqualTo(404);
        assertThat(api.put("/deviceprofile", request("profile", profile(""))).status())
                .isEqualTo(400);
    }

    @Test
    void deletingAProfileInUseIs409() {
        api.post("/device", devices(device("d", "svc", "prof")));
        assertThat(api.delete("/deviceprofile/name/prof").message())
                .isEqualTo("fail to delete the device profile when associated device exists");
        api.delete("/device/name/d");
        api.post("/provisionwatcher", request("provisionWatcher", watcher("w", "svc", "prof")));
        Answer refused = api.delete("/deviceprofile/name/prof");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.message())
                .isEqualTo("fail to delete the device profile when associated provisionWatcher exists");
        api.delete("/provisionwatcher/name/w");

        assertThat(api.delete("/deviceprofile/name/prof").status()).isEqualTo(200);
        assertThat(api.delete("/deviceprofile/name/prof").status()).isEqualTo(404);
        assertThat(api.get("/deviceprofile/name/prof").message()).isEqualTo("no device profile with name 'prof' found");
    }

    @Test
    void strictSettingsLockProfilesAtOnceAndUnlockThem() {
        api.configure("strict.profile.changes", "true").configure("strict.profile.deletes", "true");

        assertThat(api.put("/deviceprofile", "no JSON").status()).isEqualTo(423);
        assertThat(api.put("/deviceprofile/uploadfile", "x").status()).isEqualTo(423);
        assertThat(api.delete("/deviceprofile/name/prof/resource/Int8").status())
                .isEqualTo(423);
        assertThat(api.delete("/deviceprofile/name/prof/deviceCommand/Both").status())
                .isEqualTo(423);
        assertThat(api.delete("/deviceprofile/name/prof").status()).isEqualTo(423);
        assertThat(api.post("/deviceprofile", request("profile", profile("p2"))).itemStatus())
                .isEqualTo(201);

        api.configure("strict.profile.changes", "false").configure("strict.profile.deletes", false);
        assertThat(api.put("/deviceprofile", request("profile", profile("prof")))
                        .itemStatus())
                .isEqualTo(200);
        assertThat(api.delete("/deviceprofile/name/p2").status()).isEqualTo(200);
    }

    @Test
    void basicInfoIsPatchedByNameOrId() {
        String id = api.get("/deviceprofile/name/prof").body().at("/profile/id").asText();

        assertThat(api.patch("/deviceprofile/basicinfo", request("basicinfo", object("{'name':'prof','model':'M9'}")))
                        .itemStatus())
                .isEqualTo(200);
        assertThat(api.patch(
                                "/deviceprofile/basicinfo",
                                request("basicinfo", object("{'labels':[]}").put("id", id)))
                        .itemStatus())
                .isEqualTo(200);

        JsonNode profile = api.get("/deviceprofile/name/prof").body().get("profile");
        assertThat(profile.get("model").asText()).isEqualTo("M9");
        assertThat(profile.get("manufacturer").asText()).isEqualTo("Graft");
        assertThat(profile.has("labels")).isFalse();
        assertThat(profile.get("deviceResources")).hasSize(2);
        assertThat(api.get("/deviceprofile/model/M9").total()).isEqualTo(1);
        assertThat(api.get("/deviceprofile/all?labels=a").total()).isZero();
        Answer mismatch = api.patch(
                "/deviceprofile/basicinfo",
                request("basicinfo", object("{'name':'x'}").put("id", id)));
        assertThat(mismatch.itemStatus()).isEqualTo(400);
        assertThat(mismatch.itemMessage()).isEqualTo("device profile name 'x' not match the existing 'prof'");
        assertThat(api.patch("/deviceprofile/basicinfo", request("basicinfo", object("{'name':'none'}")))
                        .itemStatus())
                .isEqualTo(404);
    }

    @Test
    void tagsAreMergedAndNullTakesThemAway() {
        patchTags("{'deviceResources':[{'name':'Int8','tags':{'a':{'x':1,'y':2},'b':1,'c':1}}],"
                + "'deviceCommands':[{'name':'Both','tags':{'k':[1]}},{'name':'unknown','tags':{'k':1}}]}");
        patchTags("{'deviceResources':[{'name':'Int8','tags':{'a':{'y':null,'z':3},'b':{'n':1},'c':null}}]}");

        JsonNode profile = api.get("/deviceprofile/name/prof").body().get("profile");
        assertThat(profile.at("/deviceResources/0/tags")).isEqualTo(object("{'a':{'x':1,'z':3},'b':{'n':1}}"));
        assertThat(profile.at("/deviceResources/1").has("tags")).isFalse();
        assertThat(profile.at("/deviceCommands/0/tags")).isEqualTo(object("{'k':[1]}"));
        assertThat(api.patch("/deviceprofile/name/none/tags", "{\"apiVersion\":\"v3\"}")
                        .status())
                .isEqualTo(404);
        assertThat(api.patch(
                                "/deviceprofile/name/prof/tags",
                                json("{'apiVersion':'v3','deviceResources':[{'tags':{}}]}"))
                        .message())
                .isEqualTo("DeviceProfileTagsRequest.DeviceResources[0].Name field is required");
        assertThat(api.patch("/deviceprofile/name/prof/tags", "[]").status()).isEqualTo(400);
    }

    @Test
    void resourcesAreAddedChangedServedAndRemoved() {
        String added = part("resource", "{'name':'New','properties':{'valueType':'bool','readWrite':'R'}}");
        assertThat(api.post("/deviceprofile/resource", added).item())
                .isEqualTo(object("{'apiVersion':'v3','statusCode':201}"));
        Answer duplicate = api.post("/deviceprofile/resource", added);
        assertThat(duplicate.itemStatus()).isEqualTo(400);
        assertThat(duplicate.itemMessage()).isEqualTo("device resource New is duplicated");
        assertThat(api.post("/deviceprofile/resource", added.replace("prof\"", "none\""))
                        .itemStatus())
                .isEqualTo(404);

        assertThat(api.patch("/deviceprofile/resource", part("resource", "{'name':'New','isHidden':true}"))
                        .itemStatus())
                .isEqualTo(200);
        assertThat(api.get("/deviceresource/profile/prof/resource/New").body().get("resource"))
                .isEqualTo(object("{'name':'New','isHidden':true,'properties':{'valueType':'Bool','readWrite':'R'}}"));
        assertThat(api.patch("/deviceprofile/resource", part("resource", "{'name':'No'}"))
                        .itemStatus())
                .isEqualTo(404);

        assertThat(api.delete("/deviceprofile/name/prof/resource/New").status()).isEqualTo(200);
        assertThat(api.delete("/deviceprofile/name/prof/resource/New").status()).isEqualTo(404);
        assertThat(api.delete("/deviceprofile/name/none/resource/New").status()).isEqualTo(404);
        assertThat(api.get("/deviceresource/profile/prof/resource/New").status())
                .isEqualTo(404);
        assertThat(api.get("/deviceresource/profile/none/resource/New").status())
                .isEqualTo(404);
        assertThat(api.delete("/deviceprofile/name/prof/resource/Int8").status())
                .as("a command uses it")
                .isEqualTo(409);
    }

    @Test
    void commandsAreAddedChangedAndRemoved() {
        String added =
                part("deviceCommand", "{'name':'C','readWrite':'W','resourceOperations':[{'deviceResource':'Int8'}]}");
        assertThat(api.post("/deviceprofile/deviceCommand", added).itemStatus()).isEqualTo(201);
        assertThat(api.post("/deviceprofile/deviceCommand", added).itemStatus()).isEqualTo(400);
        assertThat(api.post("/deviceprofile/deviceCommand", added.replace("Int8", "Int9"))
                        .itemStatus())
                .isEqualTo(400);

        assertThat(api.patch("/deviceprofile/deviceCommand", part("deviceCommand", "{'name':'C','isHidden':true}"))
                        .itemStatus())
                .isEqualTo(200);
        assertThat(api.patch("/deviceprofile/deviceCommand", part("deviceCommand", "{'name':'No'}"))
                        .itemStatus())
                .isEqualTo(404);
        assertThat(api.get("/deviceprofile/name/prof")
                        .body()
                        .at("/profile/deviceCommands/1/isHidden")
                        .asBoolean())
                .isTrue();

        assertThat(api.delete("/deviceprofile/name/prof/deviceCommand/C").status())
                .isEqualTo(200);
        assertThat(api.delete("/deviceprofile/name/prof/deviceCommand/C").status())
                .isEqualTo(404);
    }

    @Test
    void aProfileThatDevicesHaveLosesNoParts() {
        api.post("/device", devices(device("d", "svc", "prof")));

        assertThat(api.delete("/deviceprofile/name/prof/deviceCommand/Both").message())
                .isEqualTo(UNUSED);
        assertThat(api.delete("/deviceprofile/name/prof/resource/Float").status())
                .isEqualTo(409);
    }

    @Test
    void unknownUnitsAreRefusedWhileValidationIsOn() {
        ObjectNode strange = profile("strange");
        strange.withObject("/deviceResources/0/properties").put("units", "bananas");
        api.configure("uom.validation", true);

        Answer refused = api.post("/deviceprofile", request("profile", strange));
        assertThat(refused.itemStatus()).isEqualTo(400);
        assertThat(refused.itemMessage()).isEqualTo("DeviceResource Int8 units bananas is invalid");
        assertThat(api.put("/deviceprofile", request("profile", strange.put("name", "prof")))
                        .itemStatus())
                .isEqualTo(400);
        String resource =
                part("resource", "{'name':'N','properties':{'valueType':'Int8','readWrite':'R','units':'bananas'}}");
        assertThat(api.post("/deviceprofile/resource", resource).itemStatus()).isEqualTo(400);
        assertThat(api.post("/deviceprofile", request("profile", profile("p2"))).itemStatus())
                .as("°C is known")
                .isEqualTo(201);

        api.configure("uom.validation", false);
        assertThat(api.post("/deviceprofile/resource", resource).itemStatus()).isEqualTo(201);
    }

    private void patchTags(String content) {
        String body = object(content).put("apiVersion", "v3").toString();
        assertThat(api.patch("/deviceprofile/name/prof/tags", body).body())
                .isEqualTo(object("{'apiVersion':'v3','statusCode':200}"));
    }

    private static String part(String key, String content) {
        return "[" + object("{'apiVersion':'v3','profileName':'prof'}").<ObjectNode>set(key, object(content)) + "]";
    }
}
