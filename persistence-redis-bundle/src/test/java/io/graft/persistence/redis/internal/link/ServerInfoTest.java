package io.graft.persistence.redis.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerInfoTest {

    @Test
    void readsTransactionsBackWhereTheDefaultUserHasAllRights() {
        assertThat(users("user default on nopass sanitize-payload ~* &* +@all").readsTransactionsBack())
                .isTrue();
        assertThat(users("user default off sanitize-payload ~* &* +@all", "user graft on #5e88 ~* &* +@all")
                        .readsTransactionsBack())
                .isTrue();
        assertThat(users().readsTransactionsBack()).isTrue();
    }

    @Test
    void leavesTransactionsOutWhereTheDefaultUserLacksRights() {
        assertThat(users("user graft on #5e88 ~* &* +@all", "user default off sanitize-payload resetchannels -@all")
                        .readsTransactionsBack())
                .isFalse();
        assertThat(users("user default on nopass ~* &* +@all -flushall").readsTransactionsBack())
                .isFalse();
        assertThat(users("user default on nopass ~cache:* &* +@all").readsTransactionsBack())
                .isFalse();
    }

    @Test
    void tellsHowOftenTheFileIsForced() {
        assertThat(new ServerInfo(Map.of("appendonly", "yes", "appendfsync", "always"), Map.of(), List.of()).fsync())
                .isEqualTo("always");
        assertThat(new ServerInfo(Map.of("appendonly", "no", "appendfsync", "always"), Map.of(), List.of()).fsync())
                .isEqualTo("none");
        assertThat(new ServerInfo(Map.of(), ServerInfo.of("aof_enabled:1\r\n"), List.of()).fsync())
                .isEqualTo("unknown");
        assertThat(new ServerInfo(Map.of(), ServerInfo.of("aof_enabled:0\r\n"), List.of()).fsync())
                .isEqualTo("none");
    }

    private static ServerInfo users(String... users) {
        return new ServerInfo(Map.of(), Map.of(), List.of(users));
    }
}
