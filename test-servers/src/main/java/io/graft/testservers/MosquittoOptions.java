package io.graft.testservers;

import java.util.List;
import java.util.stream.Stream;

/**
 * How a mosquitto broker is set up. Immutable.
 *
 * @param user the name of the only user, or empty: everybody may do everything
 * @param password that of the user
 * @param tls only TLS is spoken
 * @param clientCertificates clients have to show a certificate of the test authority; with TLS only
 * @param persistent sessions and messages outlive a broker that is stopped in order, not one that is killed
 * @param more further lines of mosquitto.conf
 */
public record MosquittoOptions(
        String user, String password, boolean tls, boolean clientCertificates, boolean persistent, List<String> more) {

    /** Everybody may do everything, sessions outlive the broker, queues have no bounds. */
    public static final MosquittoOptions PERSISTENT = new MosquittoOptions("", "", false, false, true, List.of());

    /** The same, with nothing kept when the broker ends. */
    public static final MosquittoOptions IN_MEMORY = new MosquittoOptions("", "", false, false, false, List.of());

    public MosquittoOptions {
        more = List.copyOf(more);
    }

    /** Only this user may do anything. */
    public MosquittoOptions withUser(String newUser, String newPassword) {
        return new MosquittoOptions(newUser, newPassword, tls, clientCertificates, persistent, more);
    }

    public MosquittoOptions withTls() {
        return new MosquittoOptions(user, password, true, clientCertificates, persistent, more);
    }

    /** TLS both ways. */
    public MosquittoOptions withClientCertificates() {
        return new MosquittoOptions(user, password, true, true, persistent, more);
    }

    public MosquittoOptions with(String... lines) {
        return new MosquittoOptions(
                user,
                password,
                tls,
                clientCertificates,
                persistent,
                Stream.concat(more.stream(), Stream.of(lines)).toList());
    }
}
