package io.graft.bus.mqtt.internal;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientSslConfigBuilder;
import io.graft.bus.mqtt.internal.MqttSettings.Tls;
import io.graft.bus.mqtt.internal.MqttSettings.Verify;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** Reads certificates and keys from their files. */
final class TlsConfig {

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----");
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final char[] NO_PASSWORD = {};

    private TlsConfig() {}

    /**
     * What the client needs.
     *
     * @throws IOException if a file can't be read, or holds something else: names it
     */
    static MqttClientSslConfig of(Tls tls) throws IOException {
        MqttClientSslConfigBuilder ssl = MqttClientSslConfig.builder();
        if (tls.verify() == Verify.NONE) {
            ssl = ssl.trustManagerFactory(InsecureTrustManagerFactory.INSTANCE);
        } else if (tls.authorities().isPresent()) {
            ssl = ssl.trustManagerFactory(trust(tls.authorities().get()));
        }
        if (tls.verify() != Verify.FULL) {
            ssl = ssl.hostnameVerifier((host, session) -> true);
        }
        if (tls.certificate().isPresent()) {
            ssl = ssl.keyManagerFactory(keys(tls.certificate().get(), tls.key().orElseThrow()));
        }
        return ssl.build();
    }

    private static TrustManagerFactory trust(Path authorities) throws IOException {
        try {
            KeyStore store = empty();
            int number = 0;
            for (Certificate certificate : certificates(authorities)) {
                store.setCertificateEntry("authority-" + number, certificate);
                number++;
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust;
        } catch (GeneralSecurityException e) {
            throw new IOException("tls.authorities: " + e.getMessage(), e);
        }
    }

    private static KeyManagerFactory keys(Path certificate, Path key) throws IOException {
        try {
            KeyStore store = empty();
            store.setKeyEntry(
                    "gateway", key(key), NO_PASSWORD, certificates(certificate).toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            return keys;
        } catch (GeneralSecurityException e) {
            throw new IOException("tls.certificate and tls.key: " + e.getMessage(), e);
        }
    }

    private static Collection<? extends Certificate> certificates(Path file) throws IOException {
        StringBuilder blocks = new StringBuilder();
        CERTIFICATE.matcher(Files.readString(file)).results().forEach(block -> blocks.append(block.group())
                .append('\n'));
        if (blocks.isEmpty()) {
            throw new IOException(file + " has no certificate; it has to be PEM");
        }
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(blocks.toString().getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new IOException(file + " can't be read as certificates in PEM: " + e.getMessage(), e);
        }
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        Matcher pem = KEY.matcher(Files.readString(file));
        if (!pem.find()) {
            throw new IOException(file + " has no private key; it has to be PEM, PKCS #8, without a password");
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        InvalidKeyException none =
                new InvalidKeyException(file + " has a private key that is none of EC, RSA and Ed25519");
        for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                none.addSuppressed(e);
            }
        }
        throw none;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
