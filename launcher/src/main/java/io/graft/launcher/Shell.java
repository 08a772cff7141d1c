package io.graft.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.io.output.NoCloseOutputStream;

/** Runs one command of the gateway's shell. */
final class Shell {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Home home;

    Shell(Home home) {
        this.home = home;
    }

    /** Prints what the command prints; gives back 0 if it succeeded. */
    int run(String command) throws Refusal {
        try (SshClient client = SshClient.setUpDefaultClient()) {
            Port port = Ports.of(home.etc()).shell();
            PublicKey expected = hostKey();
            client.setServerKeyVerifier((session, address, key) -> KeyUtils.compareKeys(expected, key));
            client.start();
            String host = port.address().substring(0, port.address().lastIndexOf(':'));
            try (ClientSession session = client.connect(Administrator.NAME, host, port.number())
                    .verify(TIMEOUT)
                    .getSession()) {
                session.addPasswordIdentity(Administrator.password(home));
                session.auth().verify(TIMEOUT);
                return run(session, command);
            }
        } catch (IOException e) {
            throw new Refusal(
                    "The shell of the gateway on " + home.root() + " does not answer (" + e.getMessage()
                            + "): see 'graft status'.",
                    e);
        }
    }

    private static int run(ClientSession session, String command) throws IOException {
        try (ClientChannel channel = session.createExecChannel(command)) {
            channel.setOut(new NoCloseOutputStream(System.out));
            channel.setErr(new NoCloseOutputStream(System.err));
            channel.open().verify(TIMEOUT);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), 0L);
            Integer status = channel.getExitStatus();
            return status == null ? 1 : status;
        }
    }

    /** The key that the gateway made for itself: whoever else listens on its port doesn't get the password. */
    private PublicKey hostKey() throws IOException, Refusal {
        Path file = home.etc().resolve("host.key.pub");
        if (!Files.exists(file)) {
            throw new Refusal("No gateway has served a shell on " + home.root() + " yet: start it with 'graft start'.");
        }
        String pem = Files.readString(file, StandardCharsets.US_ASCII).replaceAll("-----[A-Z ]+-----", "");
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(
                            new X509EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Refusal(file + " holds no RSA key: delete it and host.key, and start the gateway again.", e);
        }
    }
}
