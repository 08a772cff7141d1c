package io.graft.launcher;

import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;

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
            // whoever else listens on the port doesn't get the password
            PublicKey expected = HostKey.expected(home);
            client.setServerKeyVerifier((session, address, key) -> KeyUtils.compareKeys(expected, key));
            client.start();
            try (ClientSession session = client.connect(Administrator.NAME, port.localHost(), port.number())
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
            channel.setOut(new PlainOutput(System.out));
            channel.setErr(new PlainOutput(System.err));
            channel.open().verify(TIMEOUT);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), 0L);
            Integer status = channel.getExitStatus();
            return status == null ? 1 : status;
        }
    }
}
