package io.graft.bus.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.bus.Topics;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdgexTopicsTest {

    private final EdgexTopics plain = new EdgexTopics("edgex", false);
    private final EdgexTopics escaping = new EdgexTopics("edgex", true);

    @Test
    void topicsAreThoseOfEdgex() {
        assertThat(plain.event("svc", "prof", "dev", "src")).isEqualTo("edgex/events/device/svc/prof/dev/src");
        assertThat(plain.coreEvent("svc", "prof", "dev", "src")).isEqualTo("edgex/events/core/svc/prof/dev/src");
        assertThat(plain.systemEvent("device", "add", "svc", "prof"))
                .isEqualTo("edgex/system-events/core-metadata/device/add/svc/prof");
        assertThat(plain.systemEvent("deviceservice", "delete", "svc", ""))
                .isEqualTo("edgex/system-events/core-metadata/deviceservice/delete/svc");
        assertThat(plain.deviceValidation("svc")).isEqualTo("edgex/svc/validate/device");
        assertThat(plain.deviceCommand("svc", "dev", "cmd", "get"))
                .isEqualTo("edgex/device/command/request/svc/dev/cmd/get");
        assertThat(plain.response("svc", "id")).isEqualTo("edgex/response/svc/id");
        assertThat(plain.coreCommand("dev", "cmd", "set")).isEqualTo("edgex/core/command/request/dev/cmd/set");
        assertThat(plain.coreCommandQuery("all")).isEqualTo("edgex/core/commandquery/request/all");
        assertThat(plain.config("edgex/v4/core-data/Writable/LogLevel"))
                .isEqualTo("edgex/configs/edgex/v4/core-data/Writable/LogLevel");
        assertThat(plain.telemetry("core-data", "EventsPersisted"))
                .isEqualTo("edgex/telemetry/core-data/EventsPersisted");
    }

    @Test
    void filtersMatchTheTopicsTheyAreFor() {
        for (EdgexTopics topics : new EdgexTopics[] {plain, escaping, new EdgexTopics("site/a", false)}) {
            String strange = "a.b/ü+#%-_~";
            assertThat(Topics.matches(topics.deviceEvents(), topics.event(strange, strange, strange, strange)))
                    .isTrue();
            assertThat(Topics.matches(topics.events(), topics.coreEvent(strange, "p", "d", "s")))
                    .isTrue();
            assertThat(Topics.matches(topics.responses(), topics.response(strange, "1")))
                    .isTrue();
            assertThat(Topics.matches(
                            topics.deviceCommands(strange), topics.deviceCommand(strange, strange, "c", "get")))
                    .isTrue();
            assertThat(Topics.matches(
                            topics.systemEvents("device"), topics.systemEvent("device", "add", strange, strange)))
                    .isTrue();
            assertThat(Topics.matches(
                            topics.systemEventsTo(strange), topics.systemEvent("device", "add", strange, strange)))
                    .isTrue();
            assertThat(Topics.matches(topics.coreCommands(), topics.coreCommand(strange, "c", "set")))
                    .isTrue();
            assertThat(Topics.matches(topics.coreCommandQueries(), topics.coreCommandQuery(strange)))
                    .isTrue();
        }
    }

    /** What EdgeX's contracts make of these names. */
    @ParameterizedTest
    @CsvSource({
        "abcXYZ019, abcXYZ019",
        "$&=:@, $&=:@",
        "a-b.c_d~e, a%2Db%2Ec%5Fd%7Ee",
        "a+b, a%2Bb",
        "a/b#c d, a%2Fb%23c%20d",
        "100%, 100%25",
        "ü€😀, %C3%BC%E2%82%AC%F0%9F%98%80",
        "(!*'), %28%21%2A%27%29",
        "a;b?c, a%3Bb%3Fc"
    })
    void namesAreEscapedAsInEdgex(String name, String escaped) {
        assertThat(EdgexTopics.escape(name)).isEqualTo(escaped);
        assertThat(EdgexTopics.unescape(escaped)).isEqualTo(name);
        assertThat(escaping.level(name)).isEqualTo(escaped);
        assertThat(escaping.name(escaped)).isEqualTo(name);
        assertThat(plain.matches(escaped, name)).isTrue();
        assertThat(escaping.matches(name, name)).isTrue();
    }

    @Test
    void withoutEscapingOnlyNamesThatCanNotBeALevelAreEscaped() {
        assertThat(plain.level("a.b-c d%20ü")).isEqualTo("a.b-c d%20ü");
        assertThat(plain.level("a/b")).isEqualTo("a%2Fb");
        assertThat(plain.level("a+b")).isEqualTo("a%2Bb");
        assertThat(plain.level("a#b")).isEqualTo("a%23b");
        assertThat(plain.level("a\0b")).isEqualTo("a%00b");
        assertThat(plain.name("a%2Fb")).isEqualTo("a%2Fb");
        assertThat(plain.matches("a%2Fb", "a/b")).isTrue();
        assertThat(plain.matches("a%2Fb", "a%2Fb")).isTrue();
        assertThat(plain.matches("a%2Fb", "ab")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a%", "a%2", "a%zz", "%+1", "%ff", "%C3", "%C3%28"})
    void whatWasNotEscapedStaysAsItIs(String level) {
        assertThat(EdgexTopics.unescape(level)).isEqualTo(level);
    }

    @Test
    void everyNameComesBack() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder name = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                int point = random.nextInt(random.nextBoolean() ? 0x80 : 0x1_1000);
                name.appendCodePoint(point >= 0xD800 && point < 0xE000 ? 'x' : point);
            }
            String escaped = EdgexTopics.escape(name.toString());
            assertThat(EdgexTopics.unescape(escaped)).as("seed %d", seed).isEqualTo(name.toString());
            assertThat(Topics.requireTopic("t/" + escaping.level(name.toString())))
                    .as("seed %d", seed)
                    .matches("t/[A-Za-z0-9$&=:@%]*");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/edgex", "edgex/", "ed+gex", "edgex/#", "$SYS"})
    void aPrefixThatCanNotBeginATopicIsRefused(String prefix) {
        assertThatThrownBy(() -> new EdgexTopics(prefix, false)).isInstanceOf(IllegalArgumentException.class);
    }
}
