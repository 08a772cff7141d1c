package io.graft.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerTest {

    @Test
    void durableServerKeepsWhatItAcknowledgedThroughKill() {
        try (RedisServer server = RedisServer.start(RedisOptions.DURABLE)) {
            server.command("SET", "a", "1");
            server.kill();
            assertThat(server.alive()).isFalse();
            server.startAgain();
            assertThat(server.command("GET", "a")).isEqualTo("1");
        }
    }

    @Test
    void closeLeavesNeitherProcessNorFolder() {
        RedisServer server = RedisServer.start(RedisOptions.IN_MEMORY);
        Path folder = server.folder();
        server.freeze();
        server.close();
        assertThat(server.alive()).isFalse();
        assertThat(Files.exists(folder)).isFalse();
    }

    @Test
    void userWithPasswordIsTheOnlyOneToGetIn() {
        RedisOptions options = RedisOptions.IN_MEMORY.withUser("graft", "p@ss:word");
        try (RedisServer server = RedisServer.start(options)) {
            assertThat(server.command("ACL", "WHOAMI")).isEqualTo("graft");
            assertThat(server.uri()).startsWith("redis://graft:p%40ss%3Aword@127.0.0.1:");
        }
    }

    @Test
    void serverWithTlsAnswersToTlsOnly() {
        try (RedisServer server =
                RedisServer.start(RedisOptions.IN_MEMORY.withPassword("secret").withTls())) {
            assertThat(server.command("PING")).isEqualTo("PONG");
            assertThat(server.uri()).startsWith("rediss://:secret@");
        }
    }

    @Test
    void serverCanBeReadOnlyAndFullAndWithoutDisk() {
        try (RedisServer server = RedisServer.start(RedisOptions.IN_MEMORY)) {
            server.readOnly();
            assertThatThrownBy(() -> server.command("SET", "a", "1")).hasMessageContaining("READONLY");
            server.writable();
            server.fill();
            assertThatThrownBy(() -> server.command("SET", "a", "1")).hasMessageContaining("OOM");
            server.makeRoom();
            server.command("SET", "a", "1");
            server.loseDisk();
            assertThatThrownBy(() -> server.command("SET", "a", "2")).hasMessageContaining("MISCONF");
        }
    }

    @Test
    void clusterOfThreeNodesHasAllSlots() {
        try (RedisCluster cluster = RedisCluster.start(RedisOptions.IN_MEMORY)) {
            assertThat(cluster.nodes()).hasSize(3);
            assertThat(cluster.nodes().get(0).command("CLUSTER", "INFO")).contains("cluster_state:ok");
        }
    }

    @Test
    void sentinelKnowsTheMaster() {
        try (RedisSentinel sentinel = RedisSentinel.start(RedisOptions.IN_MEMORY)) {
            assertThat(sentinel.replica().info("replication", "role")).isEqualTo("slave");
            assertThat(sentinel.address()).startsWith("127.0.0.1:");
        }
    }

    @Test
    void binaryOfTheJarIsFoundWhereNoneIsInstalled(@TempDir Path folder) {
        assertThat(RedisBinary.fromJar(folder))
                .hasValueSatisfying(binary -> assertThat(binary).isExecutable());
    }
}
