package io.graft.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortTest {
    private static final String LOOPBACK = "127.0.0.1";

    @TempDir
    Path etc;

    @Test
    void portInUseIsRefusedWithItsNumberAndWhereItIsSet() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Port port = new Port("core-data", LOOPBACK, other.getLocalPort(), "port in etc/io.graft.coredata.cfg");
            assertThatThrownBy(port::checkFree)
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(Integer.toString(other.getLocalPort()))
                    .hasMessageContaining("core-data")
                    .hasMessageContaining("port in etc/io.graft.coredata.cfg");
            assertThat(port.answers()).isTrue();
        }
    }

    @Test
    void freePortIsFine() throws IOException, Refusal {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        new Port("core-data", LOOPBACK, free, "").checkFree();
    }

    @Test
    void numberOutOfRangeIsRefused() {
        assertThatThrownBy(() -> new Port("core-data", LOOPBACK, 70000, "x").checkFree())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("70000")
                .hasMessageContaining("65535");
    }

    @Test
    void wildcardIsReachedThroughLoopback() {
        assertThat(new Port("core-data", "0.0.0.0", 8080, "").address()).isEqualTo("127.0.0.1:8080");
    }

    @Test
    void textInPlaceOfAPortIsRefusedWithFileAndKey() throws IOException {
        Files.writeString(etc.resolve("org.apache.karaf.shell.cfg"), "sshPort = many\n");
        assertThatThrownBy(() -> Ports.of(etc))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("org.apache.karaf.shell.cfg")
                .hasMessageContaining("sshPort")
                .hasMessageContaining("many");
    }

    @Test
    void portFromTheEnvironmentIsNotGuessed() throws IOException, Refusal {
        Files.writeString(etc.resolve("org.apache.karaf.shell.cfg"), "sshPort = $[env:SSH_PORT;default=9101]\n");
        assertThat(Ports.of(etc).shell().number()).isEqualTo(8101);
    }
}
