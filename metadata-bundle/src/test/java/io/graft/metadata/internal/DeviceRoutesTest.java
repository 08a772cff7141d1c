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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    @Test
    void patchChangesWhatIsGivenAndNothingElse() {
        JsonNode given = device("d", "svc", "prof")
                .put("description", "old")
                .set("labels", object("{'l':['a','b']}").get("l"));
        String id = api.post("/device", devices(given)).id();
        JsonNode before = api.get("/device/name/d").body().get("device");

        assertThat(patch("{'name':'d','adminState':'LOCKED','labels':[],'location':{'x':1},'tags':{'t':null}}")
                        .item())
                .isEqualTo(object("{'apiVersion':'v3','statusCode':200}"));
        assertThat(patch("{'operatingState':'DOWN','name':null,'id':'" + id.toUpperCase(Locale.ROOT) + "'}")
                        .itemStatus())
                .isEqualTo(200);

        JsonNode after = api.get("/device/name/d").body().get("device");
        assertThat(after.get("adminState").asText()).isEqualTo("LOCKED");
        assertThat(after.get("operatingState").asText()).isEqualTo("DOWN");
        assertThat(after.has("labels")).isFalse();
        assertThat(after.get("location")).isEqualTo(object("{'x':1}"));
        assertThat(after.get("tags")).isEqualTo(object("{'t':null}"));
        for (String kept : List.of("id", "created", "description", "serviceName", "profileName", "protocols")) {
            assertThat(after.get(kept)).as(kept).isEqualTo(before.get(kept));
        }
        assertThat(after.get("modified").asLong())
                .isGreaterThanOrEqualTo(before.get("modified").asLong());
        assertThat(api.get("/device/all?labels=a").total()).isZero();
    }

    @Test
    void patchRefusesWhatDoesNotFitTogether() {
        String id = api.post("/device", devices(device("d", "svc", "prof"))).id();

        assertThat(patch("{'name':'none'}").itemStatus()).isEqualTo(404);
        assertThat(patch("{'id':'7a1707f0-166f-4c4b-bc9d-1d54c74e0137'}").itemStatus())
                .isEqualTo(404);
        assertThat(patch("{'name':'e','id':'" + id + "'}").itemMessage())
                .isEqualTo("device name 'e' not match the existing 'd'");
        assertThat(patch("{'name':'d','id':'','serviceName':'nope'}").itemMessage())
                .isEqualTo("device service 'nope' does not exists");
        assertThat(patch("{'name':'d','profileName':'nope'}").itemStatus()).isEqualTo(400);
        assertThat(patch("{'name':'d','parent':'d'}").itemStatus()).isEqualTo(400);
        assertThat(patch("{'name':'d','autoEvents':[{'interval':'1s','sourceName':'No'}]}")
                        .itemStatus())
                .isEqualTo(400);
        assertThat(api.patch("/device?bypassValidation=maybe", "[]").status()).isEqualTo(400);
        assertThat(api.patch("/device?bypassValidation=true", "[]").body()).isEmpty();
    }

    @Test
    void aChangeOfProfileDropsTheAutomaticReadingsThatItDoesNotHave() {
        JsonNode given = device("d", "svc", "prof")
                .set(
                        "autoEvents",
                        object("{'a':[{'interval':'1s','sourceName':'Int8'},"
                                        + "{'interval':'2s','sourceName':'[A-Z][a-z]+'}]}")
                                .get("a"));
        api.post("/device", devices(given));

        assertThat(patch("{'name':'d','profileName':'bare'}").itemStatus()).isEqualTo(200);
        assertThat(api.get("/device/name/d").body().at("/device/autoEvents"))
                .hasSize(1)
                .allSatisfy(event -> assertThat(event.get("interval").asText()).isEqualTo("2s"));
        assertThat(api.get("/device/profile/name/prof").total()).isZero();
        assertThat(api.get("/device/profile/name/bare").total()).isEqualTo(1);

        assertThat(patch("{'name':'d','profileName':'','autoEvents':[{'interval':'1s','sourceName':'Any'}]}")
                        .itemStatus())
                .as("without a profile nothing is known to be wrong")
                .isEqualTo(200);
    }

    @Test
    void automaticReadingsNameACommandOrMatchWholeResources() {
        for (String source :
                List.of("Int8", "Both", "Int.*", "(Int8|Nope)", "[[:alpha:]]+[0-9]", "Fl?oat|x", "[]F]loat")) {
            assertThat(addWithSource(source).itemStatus()).as(source).isEqualTo(201);
            api.delete("/device/name/d");
        }
        for (String source :
                List.of("int8", "Int", "Bot.", "nt8", "(", "[", "a**", "(?i)int8", "\\\\d+", "[[:nope:]]", "*")) {
            assertThat(addWithSource(source).itemStatus()).as(source).isEqualTo(400);
        }
    }

    @Test
    void aPatternThatWouldTakeForEverIsRefused() {
        String name = "a".repeat(60) + "b";
        api.post(
                "/deviceprofile",
                request(
                        "profile",
                        object("{'name':'long','deviceResources':[{'name':'" + name
                                + "','properties':{'valueType':'Bool','readWrite':'R'}}]}")));
        JsonNode given = device("d", "svc", "long")
                .set(
                        "autoEvents",
                        object("{'a':[{'interval':'1s','sourceName':'((a+)+)+c'}]}")
                                .get("a"));

        Answer answer = api.post("/device", devices(given));

        assertThat(answer.itemStatus()).isEqualTo(400);
        assertThat(answer.itemMessage()).contains("takes too long");
    }

    @Test
    void aDeviceWithChildrenStays() {
        api.post(
                "/device",
                devices(device("p", "svc", ""), device("c", "svc", "").put("parent", "p")));

        Answer refused = api.delete("/device/name/p");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.message()).isEqualTo("cannot delete device with children");
        assertThat(api.delete("/device/name/c").status()).isEqualTo(200);
        assertThat(api.delete("/device/name/p").body()).isEqualTo(object("{'apiVersion':'v3','statusCode':200}"));
        assertThat(api.delete("/device/name/p").status()).isEqualTo(404);
        assertThat(api.get("/device/check/name/p").status()).isEqualTo(404);
    }

    @Test
    void listsArePagedInTheOrderOfAddition() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            names.add("d" + (i * 7 % 25));
            api.post("/device", devices(device(names.get(i), "svc", i % 2 == 0 ? "prof" : "")));
        }

        assertThat(api.get("/device/all").names("devices")).isEqualTo(names.subList(0, 20));
        assertThat(api.get("/device/all?offset=20&limit=-1").names("devices")).isEqualTo(names.subList(20, 25));
        assertThat(api.get("/device/all?offset=3&limit=4").names("devices")).isEqualTo(names.subList(3, 7));
        assertThat(api.get("/device/all?offset=3&limit=4").total()).isEqualTo(25);
        assertThat(api.get("/device/all?offset=25").names("devices")).isEmpty();
        assertThat(api.get("/device/all?limit=0").names("devices")).isEmpty();
        Answer outside = api.get("/device/all?offset=26");
        assertThat(outside.status()).isEqualTo(416);
        assertThat(outside.message()).isEqualTo("query objects bounds out of range. length:25 offset:26");
        assertThat(api.get("/device/profile/name/prof?limit=5").names("devices"))
                .hasSize(5);
        assertThat(api.get("/device/profile/name/prof").total()).isEqualTo(13);
        assertThat(api.get("/device/service/name/svc").total()).isEqualTo(25);
        assertThat(api.get("/device/service/name/none").total()).isZero();
        for (String bad : List.of("offset=-1", "limit=-2", "limit=1025", "offset=x", "maxLevels=-1", "maxLevels=z")) {
            assertThat(api.get("/device/all?" + bad).status()).as(bad).isEqualTo(400);
        }
        api.configure("max.result.count", "5");
        assertThat(api.get("/device/all?limit=-1").names("devices")).hasSize(5);
        assertThat(api.get("/device/all?limit=6").status()).isEqualTo(400);
    }

    @Test
    void labelsSelectThoseThatHaveAllOfThem() {
        api.post(
                "/device",
                devices(
                        device("a", "svc", "")
                                .set("labels", object("{'l':['x','温度','x']}").get("l")),
                        device("b", "svc", "")
                                .set("labels", object("{'l':['x']}").get("l")),
                        device("c", "svc", "")));

        assertThat(api.get("/device/all?labels=x").names("devices")).containsExactly("a", "b");
        assertThat(api.get("/device/all?labels=x,%E6%B8%A9%E5%BA%A6").names("devices"))
                .containsExactly("a");
        assertThat(api.get("/device/all?labels=X").total()).isZero();
        assertThat(api.get("/device/all?labels=").total()).isEqualTo(3);
    }

    @Test
    void descendantsAreFoundLevelByLevelEvenInACircle() {
        for (String[] child : new String[][] {{"b", "a"}, {"c", "a"}, {"d", "b"}, {"e", "d"}, {"a", "e"}, {"f", "z"}}) {
            JsonNode labels = object("{'l':['" + (child[0].equals("b") ? "x" : "y") + "']}")
                    .get("l");
            api.post(
                    "/device",
                    devices(device(child[0], "svc", "").put("parent", child[1]).set("labels", labels)));
        }

        assertThat(api.get("/device/all?descendantsOf=a").names("devices")).containsExactly("b", "c", "d", "e");
        assertThat(api.get("/device/all?descendantsOf=a&maxLevels=1").names("devices"))
                .containsExactly("b", "c");
        assertThat(api.get("/device/all?descendantsOf=a&maxLevels=2&offset=1&limit=1")
                        .names("devices"))
                .containsExactly("c");
        assertThat(api.get("/device/all?descendantsOf=a&maxLevels=2&offset=1&limit=1")
                        .total())
                .isEqualTo(3);
        assertThat(api.get("/device/all?descendantsOf=a&labels=y").names("devices"))
                .containsExactly("c", "d", "e");
        assertThat(api.get("/device/all?descendantsOf=a&offset=5").status()).isEqualTo(416);
        assertThat(api.get("/device/all?descendantsOf=none").total()).isZero();
        assertThat(api.delete("/device/name/e").status()).isEqualTo(409);
    }

    @Test
    void limitsOnDevicesAndResourcesHoldAtOnce() {
        api.configure("max.devices", 2).configure("max.resources", 3);

        assertThat(api.post("/device", devices(device("a", "svc", "prof"))).itemStatus())
                .isEqualTo(201);
        Answer tooManyResources = api.post("/device", devices(device("b", "svc", "prof")));
        assertThat(tooManyResources.itemStatus()).isEqualTo(400);
        assertThat(tooManyResources.itemMessage())
                .isEqualTo("'2' resources is in use, increase '2' resources will exceed the maximum limitation '3'");
        assertThat(api.post("/device", devices(device("a", "svc", ""))).itemStatus())
                .isEqualTo(409);
        assertThat(api.post("/device", devices(device("b", "svc", "bare"))).itemStatus())
                .isEqualTo(201);
        assertThat(patch("{'name':'b','profileName':'prof'}").itemStatus()).isEqualTo(400);
        Answer tooMany = api.post("/device", devices(device("c", "svc", "")));
        assertThat(tooMany.itemStatus()).isEqualTo(400);
        assertThat(tooMany.itemMessage())
                .isEqualTo(
                        "the existing total number of device is '2', add device 'c' will exceed the maximum limitation"
                                + " '2'");
        String resource = "[{\"apiVersion\":\"v3\",\"profileName\":\"prof\",\"resource\":{\"name\":\"N\","
                + "\"properties\":{\"valueType\":\"Bool\",\"readWrite\":\"R\"}}}]";
        assertThat(api.post("/deviceprofile/resource", resource).itemStatus()).isEqualTo(400);
        assertThat(api.post("/device?force=true", devices(device("b", "svc", "")))
                        .itemStatus())
                .isEqualTo(201);
        assertThat(api.post("/deviceprofile/resource", resource).itemStatus()).isEqualTo(201);

        api.configure("max.devices", 0).configure("max.resources", 0);
        assertThat(api.post("/device", devices(device("c", "svc", "prof"))).itemStatus())
                .isEqualTo(201);
    }

    private Answer patch(String content) {
        return api.patch("/device", request("device", object(content)));
    }

    private Answer addWithSource(String source) {
        return api.post(
                "/device",
                devices(device("d", "svc", "prof")
                        .set(
                                "autoEvents",
                                object("{'a':[{'interval':'1s','sourceName':'" + source + "'}]}")
                                        .get("a"))));
    }
}
