package io.graft.persistence.mongo.internal;

import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.support.Secrets;
import java.time.Duration;
import java.util.Locale;

/**
 * How the database is reached. Equal settings need no new connection.
 *
 * @param mechanism {@code SCRAM}, {@code X509} or empty
 */
record MongoSettings(
        String uri,
        String database,
        String mechanism,
        Credentials credentials,
        Tls tls,
        Duration timeout,
        Duration connectTimeout,
        int connectionsMax) {

    /** The user, where the address does not name it. */
    record Credentials(String user, String password, String database) {
        @Override
        public String toString() {
            return "Credentials[user=" + user + "]";
        }
    }

    /** The encryption of connections. */
    record Tls(boolean on, String trustStore, String trustPassword, String keyStore, String keyPassword) {
        @Override
        public String toString() {
            return "Tls[on=" + on + ", trustStore=" + trustStore + ", keyStore=" + keyStore + "]";
        }
    }

    static MongoSettings of(MongoConfiguration configuration) {
        return new MongoSettings(
                configuration.uri().trim(),
                configuration.database().trim(),
                configuration.auth_mechanism().trim().toUpperCase(Locale.ROOT),
                new Credentials(
                        configuration.user().trim(),
                        configuration.password(),
                        configuration.auth_database().trim()),
                new Tls(
                        configuration.tls(),
                        configuration.tls_trust_store().trim(),
                        configuration.tls_trust_store_password(),
                        configuration.tls_key_store().trim(),
                        configuration.tls_key_store_password()),
                millis(1_000, 600_000, configuration.timeout_millis()),
                millis(100, 60_000, configuration.connect_timeout_millis()),
                Math.max(2, Math.min(500, configuration.connections_max())));
    }

    /** Everything that a person has to set right before a connection can be tried. */
    void check() {
        Secrets.filled("uri", uri);
        Secrets.filled("user", credentials.user());
        Secrets.filled("password", credentials.password());
        Secrets.filled("tls.trust.store.password", tls.trustPassword());
        Secrets.filled("tls.key.store.password", tls.keyPassword());
        if (!database.matches("[A-Za-z0-9_-]{1,63}")) {
            throw wrong("database '" + database + "' is not one of up to 63 letters, digits, _ and -");
        }
        if (!mechanism.isEmpty() && !mechanism.equals("SCRAM") && !mechanism.equals("X509")) {
            throw wrong("auth.mechanism '" + mechanism + "' is neither SCRAM nor X509 nor empty");
        }
        if (mechanism.equals("SCRAM") && credentials.user().isEmpty()) {
            throw wrong("auth.mechanism is SCRAM and there is no user; set user and password");
        }
        if (mechanism.equals("X509") && tls.keyStore().isEmpty()) {
            throw wrong("auth.mechanism is X509 and there is no tls.key.store; set it");
        }
    }

    static StoreUnavailableException wrong(String what) {
        return new StoreUnavailableException(Reason.UNREACHABLE, what + "; correct the configuration");
    }

    private static Duration millis(int least, int most, int value) {
        return Duration.ofMillis(Math.max(least, Math.min(most, value)));
    }

    @Override
    public String toString() {
        return "MongoSettings[" + Secrets.blot(uri) + ", database=" + database + "]";
    }
}
