package io.graft.keeper.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.bus.binding.Envelope;
import io.graft.bus.binding.MemoryBus;
import io.graft.bus.binding.TestBus;
import io.graft.persistence.binding.DocumentGate;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.Routes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KvRoutesTest {

    private static final String TEMPLATE = "/kvs/key/{key*}";
    private static final String CORE_DATA = "edgex/v4/core-data";

    private final FakeConfigurations configurations = new FakeConfigurations();
    private final ServiceDirectory services = new ServiceDirectory(Clock.systemUTC());
    private final DocumentGate gate = new DocumentGate("core-keeper", "documents", List.of(), new FakeMetrics());
    private final FakeService coreData = new FakeService();
    private final MemoryDocuments documents = new MemoryDocuments();
    private final FakeBindings bindings = new FakeBindings();
    private final MemoryBus bus = new MemoryBus();
    private final AtomicInteger looks = new AtomicInteger();
    private ConfigChanges changes;
    private Routes routes;

    @BeforeEach
    void start() {
        gate.timeouts(Duration.ofMillis(10), Duration.ofMillis(10));
        gate.bind(documents, Map.of());
        services.add(coreData);
        configurations.put("io.graft.coredata", Map.of("documents.target", "(a=b)"));
        configurations.onUpdate("io.graft.coredata", properties -> {
            coreData.configure(properties);
            services.modified(coreData);
            changes.look("core-data");
        });
        ServiceSettings settings =
                new ServiceSettings(services, bindings.targets(), configurations.admin(), Duration.ofMillis(200));
        changes = new ConfigChanges(TestBus.around(bus), new FakeMetrics(), service -> {
            Map<String, String> now = settings.of(service);
            looks.incrementAndGet();
            return now;
        });
        changes.look("core-data");
        Routes.Builder builder = Routes.builder();
        new KvRoutes(settings, new KvStore(gate, Clock.systemUTC()), changes, () -> 1L << 20).addTo(builder);
        routes = builder.build();
    }

    @Test
    void whatIsPutIsSaidOnTheBusOnceAsEdgexSaysIt() throws IOException {
        put("edgex/v4/device-x/Driver", "{\"Rate\":5,\"On\":true}", Map.of("flatten", "true"));
        put("edgex/v4/device-x/Name", "\"größer\"", Map.of());
        put(CORE_DATA + "/Writable/LogLevel", "\"DEBUG\"", Map.of());
        changes.look("core-data");
        changes.close();

        assertThat(said())
                .containsExactly(
                        "edgex/configs/edgex/v4/device-x/Driver {\"key\":\"edgex/v4/device-x/Driver\","
                                + "\"value\":{\"Rate\":5,\"On\":true}}",
                        "edgex/configs/edgex/v4/device-x/Name {\"key\":\"edgex/v4/device-x/Name\",\"value\":\"größer\"}",
                        "edgex/configs/edgex/v4/core-data/Writable/LogLevel"
                                + " {\"key\":\"edgex/v4/core-data/Writable/LogLevel\",\"value\":\"DEBUG\"}");
    }

    @Test
    void whatIsDeletedIsSaidWithoutAValue() throws IOException {
        put("edgex/v4/device-x/Rate", "5", Map.of());
        send("DELETE", "edgex/v4/device-x/Rate", Map.of(), "");
        changes.close();

        assertThat(said())
                .hasSize(2)
                .last()
                .isEqualTo("edgex/configs/edgex/v4/device-x/Rate {\"key\":\"edgex/v4/device-x/Rate\"}");
    }

    @Test
    void whatFailsIsNotSaid() {
        gate.unbind(documents);
        assertThatThrownBy(() -> put("edgex/v4/device-x/Rate", "5", Map.of()))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> put(CORE_DATA + "/MaxEventSize", "0", Map.of()))
                .satisfies(is(400));
        changes.close();

        assertThat(said()).isEmpty();
    }

    @Test
    void settingsThatWereChangedInAFileAreSaidToo() {
        await().until(() -> looks.get() > 0);
        coreData.configure(Map.of("log.level", "WARN", "share", "0.25"));
        services.modified(coreData);
        changes.look("core-data");
        changes.close();

        assertThat(said())
                .containsExactlyInAnyOrder(
                        "edgex/configs/edgex/v4/core-data/Writable/LogLevel"
                                + " {\"key\":\"edgex/v4/core-data/Writable/LogLevel\",\"value\":\"WARN\"}",
                        "edgex/configs/edgex/v4/core-data/Writable/Share"
                                + " {\"key\":\"edgex/v4/core-data/Writable/Share\",\"value\":\"0.25\"}");
    }

    @Test
    void withoutABusKeysAreSetAllTheSame() throws IOException {
        bus.connected(false);
        put("edgex/v4/device-x/Rate", "5", Map.of());

        assertThat(plain("edgex/v4/device-x/Rate")).containsEntry("edgex/v4/device-x/Rate", "5");
    }

    private List<String> said() {
        return bus.published("edgex/configs/#").stream()
                .map(message ->
                        message.topic() + " " + Envelope.read(message.payload()).text())
                .toList();
    }

    @Test
    void aServicesTargetIsAKeyWhichBindsItToAnotherProvider() throws IOException {
        String key = "edgex/v4/core-data/Writable/EventsTarget";
        assertThat(plain(key)).containsEntry(key, "(persistence.provider=embedded)");
        put(key, "\"(persistence.provider=redis)\"", Map.of());
        assertThat(plain(key)).containsEntry(key, "(persistence.provider=redis)");
        put(key, "\"embedded\"", Map.of());
        assertThat(plain("edgex/v4/core-data/Writable")).containsEntry(key, "(persistence.provider=embedded)");
    }

    @Test
    void aTargetThatNamesNoProviderThatServesIsRefusedAndNothingElseOfTheRequestIsChanged() throws IOException {
        String key = "edgex/v4/core-data/Writable/EventsTarget";
        for (String wrong : List.of("(persistence.provider=redis", "(a=b)", "(persistence.provider=*)", "")) {
            assertThatThrownBy(() -> put(key, "\"" + wrong + "\"", Map.of()))
                    .hasMessageContaining(key)
                    .satisfies(is(400));
        }
        String both = "{\"PersistData\":false,\"EventsTarget\":\"redsi\"}";
        assertThatThrownBy(() -> put("edgex/v4/core-data/Writable", both, Map.of("flatten", "true")))
                .hasMessageContaining("there is no provider 'redsi'")
                .satisfies(is(400));
        assertThat(plain("edgex/v4/core-data/Writable"))
                .containsEntry(key, "(persistence.provider=embedded)")
                .containsEntry("edgex/v4/core-data/Writable/PersistData", "true");
    }

    @Test
    void aBindingIsPutBackWhenAnotherSettingOfTheRequestIsRefused() {
        String both = "{\"Writable\":{\"EventsTarget\":\"redis\"},\"MaxEventSize\":0}";
        assertThatThrownBy(() -> put("edgex/v4/core-data", both, Map.of("flatten", "true")))
                .satisfies(is(400));
        assertThat(bindings.bindings().get(0).target()).isEqualTo("(persistence.provider=embedded)");
    }

    @Test
    void aTargetCanNotBeRemoved() throws IOException {
        String key = "edgex/v4/core-data/Writable/EventsTarget";
        put(key, "\"redis\"", Map.of());
        assertThatThrownBy(() -> send("DELETE", key, Map.of(), "")).satisfies(is(400));
        send("DELETE", "edgex/v4/core-data", Map.of("prefixMatch", "true"), "");
        assertThat(plain(key)).containsEntry(key, "(persistence.provider=redis)");
    }

    @Test
    void aValueComesBackInBase64OrAsPlainText() throws IOException {
        put("edgex/v4/app-x/Writable/LogLevel", "\"DÉBUG\"", Map.of());
        JsonNode kv = get("edgex/v4/app-x/Writable/LogLevel", Map.of()).get(0);
        assertThat(kv.get("key").textValue()).isEqualTo("edgex/v4/app-x/Writable/LogLevel");
        assertThat(new String(Base64.getDecoder().decode(kv.get("value").textValue()), StandardCharsets.UTF_8))
                .isEqualTo("DÉBUG");
        assertThat(kv.get("created").longValue())
                .isPositive()
                .isEqualTo(kv.get("modified").longValue());
        assertThat(get("edgex/v4/app-x/Writable/LogLevel", Map.of("plaintext", "true"))
                        .get(0)
                        .get("value")
                        .textValue())
                .isEqualTo("DÉBUG");
    }

    @Test
    void aKeyGivesItselfFirstAndThenAllBelowItButNotItsNamesakes() throws IOException {
        put("a/b", "1", Map.of());
        put("a/b/c", "2", Map.of());
        put("a/b/d/e", "3", Map.of());
        put("a/b2", "4", Map.of());
        assertThat(keys(get("a/b", Map.of("keyOnly", "true")))).containsExactly("a/b", "a/b/c", "a/b/d/e");
        assertThat(keys(get("a/b/", Map.of("keyOnly", "true")))).containsExactly("a/b", "a/b/c", "a/b/d/e");
        assertThat(keys(get("a", Map.of("keyOnly", "true")))).hasSize(4);
        assertThatThrownBy(() -> get("a/x", Map.of()))
                .hasMessageContaining("a/x")
                .satisfies(is(404));
    }

    @Test
    void aFlattenedObjectBecomesOneKeyForEachLeaf() throws IOException {
        String value = "{\"Writable\":{\"PersistData\":false,\"Empty\":{},\"None\":null,\"Area\":{\"Width\":7.89,"
                + "\"Height\":5}},\"Labels\":[\"a\",\"b\"],\"odd name (x)\":{\"y\":1e3}}";
        assertThat(keys(put("flat", value, Map.of("flatten", "true")).body().get("response")))
                .containsExactlyInAnyOrder(
                        "flat/Writable/PersistData",
                        "flat/Writable/Area/Width",
                        "flat/Writable/Area/Height",
                        "flat/Labels",
                        "flat/odd name (x)/y");
        assertThat(plain("flat"))
                .containsEntry("flat/Writable/PersistData", "false")
                .containsEntry("flat/Writable/Area/Width", "7.89")
                .containsEntry("flat/Writable/Area/Height", "5")
                .containsEntry("flat/Labels", "[\"a\",\"b\"]")
                .containsEntry("flat/odd name (x)/y", "1000");
    }

    @Test
    void anObjectThatIsNotFlattenedIsOneValue() throws IOException {
        put("whole", "{\"a\":{\"b\":[1,2.5,null]}}", Map.of());
        assertThat(plain("whole")).containsExactly(Map.entry("whole", "{\"a\":{\"b\":[1,2.5,null]}}"));
    }

    @Test
    void aSecondValueReplacesTheFirstAndKeepsItsCreation() throws IOException {
        put("k", "1", Map.of());
        long created = get("k", Map.of()).get(0).get("created").longValue();
        put("k", "2", Map.of());
        assertThat(plain("k")).containsExactly(Map.entry("k", "2"));
        assertThat(get("k", Map.of()).get(0).get("created").longValue()).isEqualTo(created);
    }

    @Test
    void aMissingOrEmptyValueIsRefused() {
        assertThatThrownBy(() -> send("PUT", "k", Map.of(), "{\"apiVersion\":\"v3\"}"))
                .hasMessage("the value field is undefined")
                .satisfies(is(400));
        assertThatThrownBy(() -> put("k", "null", Map.of())).satisfies(is(400));
        assertThatThrownBy(() -> put("k", "{}", Map.of()))
                .hasMessage("the value field is an empty object")
                .satisfies(is(400));
        assertThatThrownBy(() -> put("k", "1e999", Map.of()))
                .hasMessageContaining("'k'")
                .satisfies(is(400));
        assertThatThrownBy(() -> get("k", Map.of())).satisfies(is(404));
    }

    @Test
    void aKeyWithOtherCharactersIsRefused() {
        for (String key : List.of("bad:key", "a b", "ä", "", "/", "a\nb")) {
            assertThatThrownBy(() -> get(key, Map.of())).as(key).satisfies(is(400));
            assertThatThrownBy(() -> put(key, "1", Map.of())).as(key).satisfies(is(400));
            assertThatThrownBy(() -> send("DELETE", key, Map.of(), "")).as(key).satisfies(is(400));
        }
        assertThatThrownBy(() -> get("a".repeat(1025), Map.of()))
                .hasMessageContaining("1024")
                .satisfies(is(400));
        assertThatThrownBy(() -> get("a", Map.of("keyOnly", "maybe")))
                .hasMessageContaining("maybe")
                .satisfies(is(400));
    }

    @Test
    void aKeyIsDeletedAloneOrWithAllBelowIt() throws IOException {
        put("a/b", "1", Map.of());
        put("a/b/c", "2", Map.of());
        assertThatThrownBy(() -> send("DELETE", "a/b", Map.of(), "")).satisfies(is(409));
        assertThatThrownBy(() -> send("DELETE", "a", Map.of(), "")).satisfies(is(409));
        assertThat(plain("a")).hasSize(2);
        assertThat(keys(send("DELETE", "a/b/c", Map.of(), "").body().get("response")))
                .containsExactly("a/b/c");
        put("a/b/d", "3", Map.of());
        assertThat(keys(send("DELETE", "a", Map.of("prefixMatch", "true"), "")
                        .body()
                        .get("response")))
                .containsExactly("a/b", "a/b/d");
        assertThatThrownBy(() -> send("DELETE", "a", Map.of("prefixMatch", "true"), ""))
                .satisfies(is(404));
    }

    @Test
    void aSettingShowsTheValueInForceAmongTheOtherKeysOfItsService() throws IOException {
        put(CORE_DATA + "/Writable/Telemetry/Interval", "\"30s\"", Map.of());
        assertThat(plain(CORE_DATA))
                .containsEntry(CORE_DATA + "/MaxEventSize", "25000")
                .containsEntry(CORE_DATA + "/Writable/PersistData", "true")
                .containsEntry(CORE_DATA + "/Writable/Telemetry/Interval", "30s")
                .hasSize(7);
        assertThat(plain(CORE_DATA + "/Writable/PersistData")).hasSize(1);
    }

    @Test
    void aSettingIsWrittenToItsConfigurationAndInForceWhenAnswered() throws IOException {
        put(CORE_DATA + "/Writable/PersistData", "false", Map.of());
        assertThat(plain(CORE_DATA + "/Writable/PersistData")).containsValue("false");
        put(CORE_DATA + "/MaxEventSize", "\"100\"", Map.of());
        put(CORE_DATA + "/Writable/Share", "0.25", Map.of());
        put(CORE_DATA + "/Writable/LogLevel", "\"DEBUG\"", Map.of());
        assertThat(configurations.of("io.graft.coredata"))
                .isEqualTo(Map.of(
                        "documents.target", "(a=b)",
                        "persist.data", "false",
                        "event.max.kb", "100",
                        "share", "0.25",
                        "log.level", "DEBUG"));
    }

    @Test
    void aSettingThatIsNotLiveIsWrittenAndKeepsItsValueUntilTheNextStart() throws IOException {
        put(CORE_DATA + "/Service/Port", "60000", Map.of());
        assertThat(configurations.of("io.graft.coredata")).containsEntry("port", "60000");
        assertThat(plain(CORE_DATA + "/Service/Port")).containsValue("59880");
    }

    @Test
    void aValueOfAnotherTypeIsRefusedNamingKeyValueAndType() {
        Map<String, String> wrong = Map.of(
                "/Writable/PersistData", "\"maybe\"",
                "/MaxEventSize", "12.5",
                "/Writable/Share", "\"much\"",
                "/Writable/LogLevel", "[1]");
        wrong.forEach((path, value) -> assertThatThrownBy(() -> put(CORE_DATA + path, value, Map.of()))
                .hasMessageContaining(CORE_DATA + path)
                .hasMessageContaining(value.replace("\"", ""))
                .satisfies(is(400)));
        assertThatThrownBy(() -> put(CORE_DATA + "/MaxEventSize", "9223372036854775808", Map.of()))
                .hasMessageContaining("64-bit integer")
                .satisfies(is(400));
        assertThat(configurations.of("io.graft.coredata")).hasSize(1);
    }

    @Test
    void oneWrongValueAmongManyChangesNothing() {
        String value = "{\"Writable\":{\"LogLevel\":\"DEBUG\",\"PersistData\":7},\"Other\":1}";
        assertThatThrownBy(() -> put(CORE_DATA, value, Map.of("flatten", "true")))
                .satisfies(is(400));
        assertThat(configurations.of("io.graft.coredata")).hasSize(1);
        assertThatThrownBy(() -> get(CORE_DATA + "/Other", Map.of())).satisfies(is(404));
    }

    @Test
    void whatTheServiceRefusesIsPutBack() {
        String value = "{\"Writable\":{\"LogLevel\":\"DEBUG\"},\"MaxEventSize\":-1}";
        assertThatThrownBy(() -> put(CORE_DATA, value, Map.of("flatten", "true")))
                .hasMessageContaining(CORE_DATA + "/MaxEventSize")
                .hasMessageContaining("-1")
                .satisfies(is(400));
        assertThat(configurations.of("io.graft.coredata")).hasSize(1);
        assertThat(coreData.settings()).extracting(each -> each.value()).contains("INFO", 25000L);
    }

    @Test
    void aDeletedSettingIsBackAtItsDefault() throws IOException {
        put(CORE_DATA + "/MaxEventSize", "100", Map.of());
        send("DELETE", CORE_DATA + "/MaxEventSize", Map.of(), "");
        assertThat(configurations.of("io.graft.coredata")).containsOnlyKeys("documents.target");
        assertThat(plain(CORE_DATA + "/MaxEventSize")).containsValue("25000");
    }

    @Test
    void aValueForTheParentOfSettingsIsRefused() {
        assertThatThrownBy(() -> put(CORE_DATA + "/Writable", "{\"PersistData\":false}", Map.of()))
                .hasMessageContaining("flatten=true")
                .satisfies(is(400));
    }

    @Test
    void aConfigurationThatCannotBeWrittenIsAnsweredWith503() {
        configurations.diskFull(true);
        assertThatThrownBy(() -> put(CORE_DATA + "/MaxEventSize", "100", Map.of()))
                .hasMessageContaining("No space left")
                .satisfies(is(503));
    }

    @Test
    void withoutAStoreSettingsAreStillReadAndWritten() throws IOException {
        gate.unbind(documents);
        send("DELETE", CORE_DATA + "/MaxEventSize", Map.of(), "");
        put(CORE_DATA + "/MaxEventSize", "100", Map.of());
        assertThat(plain(CORE_DATA + "/MaxEventSize")).containsValue("100");
        assertThat(configurations.of("io.graft.coredata")).containsEntry("event.max.kb", "100");
        assertThatThrownBy(() -> put("a", "1", Map.of())).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void keysBehaveLikeAMap() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        TreeMap<String, String> model = new TreeMap<>();
        for (int step = 0; step < 500; step++) {
            String key = key(random);
            if (random.nextInt(3) > 0) {
                String value = String.valueOf(random.nextInt(100));
                put(key, value, Map.of());
                model.put(key, value);
            } else if (!below(model, key).isEmpty()) {
                List<String> gone = below(model, key);
                send("DELETE", key, Map.of("prefixMatch", "true"), "");
                gone.forEach(model::remove);
            }
            String asked = key(random);
            List<String> expected = below(model, asked);
            if (expected.isEmpty()) {
                assertThatThrownBy(() -> get(asked, Map.of()))
                        .as("seed %d", seed)
                        .satisfies(is(404));
            } else {
                assertThat(plain(asked)).as("seed %d", seed).isEqualTo(select(model, expected));
            }
        }
    }

    private static String key(Random random) {
        StringBuilder key = new StringBuilder();
        for (int depth = random.nextInt(3); depth >= 0; depth--) {
            key.append(key.isEmpty() ? "" : "/").append((char) ('a' + random.nextInt(3)));
        }
        return key.toString();
    }

    private static List<String> below(Map<String, String> model, String key) {
        return model.keySet().stream()
                .filter(each -> each.equals(key) || each.startsWith(key + "/"))
                .toList();
    }

    private static Map<String, String> select(Map<String, String> model, List<String> keys) {
        Map<String, String> selected = new TreeMap<>(model);
        selected.keySet().retainAll(keys);
        return selected;
    }

    private static Consumer<Throwable> is(int status) {
        return thrown -> {
            assertThat(thrown).isInstanceOf(ApiException.class);
            ErrorKind kind = ((ApiException) thrown).kind();
            assertThat(kind.status()).isEqualTo(status);
        };
    }

    private FakeRequest.Answer put(String key, String value, Map<String, String> query) throws IOException {
        return send("PUT", key, query, "{\"apiVersion\":\"v3\",\"Value\":" + value + "}");
    }

    private JsonNode get(String key, Map<String, String> query) throws IOException {
        return send("GET", key, query, "").body().get("response");
    }

    private Map<String, String> plain(String key) throws IOException {
        Map<String, String> found = new TreeMap<>();
        get(key, Map.of("plaintext", "true"))
                .forEach(kv ->
                        found.put(kv.get("key").textValue(), kv.get("value").textValue()));
        return found;
    }

    private static List<String> keys(JsonNode response) {
        List<String> keys = new ArrayList<>();
        response.forEach(each -> keys.add(each.textValue()));
        return keys;
    }

    private FakeRequest.Answer send(String method, String key, Map<String, String> query, String json)
            throws IOException {
        return new FakeRequest(method, Map.of("key", key), query, json).send(routes, TEMPLATE);
    }
}
