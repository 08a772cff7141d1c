package io.graft.persistence.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.persistence.ScratchSpace;
import io.graft.persistence.support.DatabaseScratchSpaces;
import io.graft.persistence.support.OpenStores;
import io.graft.testservers.RedisOptions;
import io.graft.testservers.RedisServer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SweepTest {

    private static final String OF_1970 = "scratch-0000000001234567";

    @Test
    void scratchSpacesOfGatewaysThatWereKilledAreRemoved() {
        try (RedisServer server = RedisServer.start(RedisOptions.IN_MEMORY);
                DatabaseScratchSpaces spaces = new DatabaseScratchSpaces(new RedisDatabase(Connections.to(server)))) {
            RedisDatabase killed = new RedisDatabase(Connections.to(server));
            try (OpenStores left = killed.open(OF_1970)) {
                left.events().append(List.of(TestEvents.event(UUID.randomUUID())));
            }
            try (ScratchSpace inUse = spaces.open()) {
                inUse.events().append(List.of(TestEvents.event(UUID.randomUUID())));
                assertThat(killed.nameSpaces()).hasSize(2).contains(OF_1970);
                spaces.sweep();
                assertThat(killed.nameSpaces()).hasSize(1).doesNotContain(OF_1970);
                assertThat(server.command("KEYS", "*" + OF_1970 + "*")).isBlank();
                assertThat(inUse.events().streams()).hasSize(1);
            }
            assertThat(server.command("KEYS", "*")).isBlank();
        }
    }
}
