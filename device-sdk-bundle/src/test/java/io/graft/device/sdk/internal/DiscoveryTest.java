package io.graft.device.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.device.sdk.DiscoveredDevice;
import io.graft.device.sdk.ProvisionWatcher;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiscoveryTest {

    private static final DiscoveredDevice FOUND = new DiscoveredDevice(
            "x", "", List.of(), Map.of("tcp", Map.of("host", "10.0.0.7", "port", 502), "serial", Map.of("unit", "7")));

    @Test
    void allIdentifiersMustBeFoundInOneProtocol() {
        assertThat(matches(Map.of("host", "^10\\.", "port", "50[0-9]"), Map.of()))
                .isTrue();
        assertThat(matches(Map.of("host", "0\\.0"), Map.of())).isTrue();
        assertThat(matches(Map.of("host", "^11\\.", "port", "502"), Map.of())).isFalse();
        assertThat(matches(Map.of("host", "10", "unit", "7"), Map.of())).isFalse();
        assertThat(matches(Map.of("nothing", ".*"), Map.of())).isFalse();
        assertThat(matches(Map.of("host", "["), Map.of())).isFalse();
    }

    @Test
    void aPatternThatGoesOnForEverIsGivenUp() {
        DiscoveredDevice found =
                new DiscoveredDevice("x", "", List.of(), Map.of("tcp", Map.of("host", "a".repeat(5000))));
        for (String pattern : List.of("(a*)*b", "^(a|aa)*$b")) {
            assertThat(Discovery.matches(ProvisionWatcher.of("w", Map.of("host", pattern), "p"), found))
                    .isFalse();
        }
    }

    @Test
    void oneBlockingIdentifierInAnyProtocolKeepsItOut() {
        Map<String, String> host = Map.of("host", "10");
        assertThat(matches(host, Map.of("port", List.of("503")))).isTrue();
        assertThat(matches(host, Map.of("port", List.of("503", "502")))).isFalse();
        assertThat(matches(host, Map.of("unit", List.of("7")))).isFalse();
    }

    @Test
    void aLockedWatcherWantsNothing() {
        assertThat(Discovery.matches(
                        ProvisionWatcher.of("w", Map.of("host", "10"), "p").lockedAtFirst(), FOUND))
                .isFalse();
    }

    private static boolean matches(Map<String, String> identifiers, Map<String, List<String>> blocking) {
        return Discovery.matches(
                new ProvisionWatcher("w", false, List.of(), identifiers, blocking, "p", false, List.of(), Map.of()),
                FOUND);
    }
}
