package io.graft.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;

class MosquittoServerTest {

    private static final int ACCEPTED = 0;
    private static final int NOT_AUTHORISED = 5;

    @Test
    void brokerTakesConnectionsAgainAfterItWasKilled() throws Exception {
        try (MosquittoServer server = MosquittoServer.start(MosquittoOptions.PERSISTENT)) {
            assertThat(connect(server, "", "")).isEqualTo(ACCEPTED);
            server.kill();
            assertThat(server.alive()).isFalse();
            server.startAgain();
            assertThat(connect(server, "", "")).isEqualTo(ACCEPTED);
        }
    }

    @Test
    void userWithPasswordIsTheOnlyOneToGetIn() throws Exception {
        MosquittoOptions options = MosquittoOptions.IN_MEMORY.withUser("graft", "p@ss:word");
        try (MosquittoServer server = MosquittoServer.start(options)) {
            assertThat(connect(server, "graft", "p@ss:word")).isEqualTo(ACCEPTED);
            assertThat(connect(server, "graft", "other")).isEqualTo(NOT_AUTHORISED);
            assertThat(connect(server, "", "")).isEqualTo(NOT_AUTHORISED);
        }
    }

    @Test
    void brokerWithTlsAnswersToThoseWhoTrustItsAuthority() throws Exception {
        try (MosquittoServer server = MosquittoServer.start(MosquittoOptions.IN_MEMORY.withTls())) {
            assertThat(server.url()).startsWith("ssl://127.0.0.1:");
            assertThat(connect(server, "", "")).isEqualTo(ACCEPTED);
        }
    }

    @Test
    void closeLeavesNeitherProcessNorFolder() {
        MosquittoServer server = MosquittoServer.start(MosquittoOptions.IN_MEMORY);
        Path folder = server.folder();
        server.freeze();
        server.close();
        assertThat(server.alive()).isFalse();
        assertThat(Files.exists(folder)).isFalse();
    }

    /** What the broker answers to CONNECT of MQTT 3.1.1. */
    private static int connect(MosquittoServer server, String user, String password) throws IOException {
        SocketFactory sockets = server.certificates()
                .<SocketFactory>map(known -> known.trusting().getSocketFactory())
                .orElseGet(SocketFactory::getDefault);
        byte[] name = user.getBytes(StandardCharsets.UTF_8);
        byte[] secret = password.getBytes(StandardCharsets.UTF_8);
        boolean known = name.length > 0;
        try (Socket socket = sockets.createSocket(server.host(), server.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            int length = 13 + (known ? 4 + name.length + secret.length : 0);
            out.write(new byte[] {0x10, (byte) length, 0, 4, 'M', 'Q', 'T', 'T', 4, (byte) (known ? 0xC2 : 2), 0, 60});
            out.write(new byte[] {0, 1, 'a'});
            if (known) {
                out.write(new byte[] {0, (byte) name.length});
                out.write(name);
                out.write(new byte[] {0, (byte) secret.length});
                out.write(secret);
            }
            out.flush();
            InputStream in = socket.getInputStream();
            byte[] answer = in.readNBytes(4);
            assertThat(answer).hasSize(4);
            return answer[3];
        }
    }
}
