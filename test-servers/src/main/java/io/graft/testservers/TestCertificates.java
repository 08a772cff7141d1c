package io.graft.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority with a certificate for servers on the loopback interface and one for clients, made by the JDK's keytool in
 * a folder. Each as PEM and PKCS #12; the password is {@link #PASSWORD}.
 */
public final class TestCertificates {

    /** The password of every PKCS #12 file. */
    public static final String PASSWORD = "changeit";

    /** The subject of the client's certificate, as RFC 2253 writes it. */
    public static final String CLIENT_SUBJECT = "CN=graft-client,OU=clients,O=Graft";

    private static final String VALIDITY_DAYS = "2";

    private final Path folder;

    private TestCertificates(Path folder) {
        this.folder = folder;
    }

    /** Makes them in this folder, which must exist. */
    public static TestCertificates create(Path folder) {
        TestCertificates made = new TestCertificates(folder);
        try {
            made.authority();
            made.signed("server", "CN=localhost,OU=servers,O=Graft", "SAN=dns:localhost,ip:127.0.0.1");
            made.signed("client", CLIENT_SUBJECT, "EKU=clientAuth,serverAuth");
            made.trust();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("can't make certificates in " + folder, e);
        }
        return made;
    }

    /** The authority's certificate, PEM. */
    public Path authorityPem() {
        return folder.resolve("authority.pem");
    }

    /** PKCS #12 with nothing but the authority's certificate. */
    public Path trustStore() {
        return folder.resolve("trust.p12");
    }

    /** The server's certificate and key in one PEM file. */
    public Path serverPem() {
        return folder.resolve("server.pem");
    }

    /** The client's certificate and key in one PEM file. */
    public Path clientPem() {
        return folder.resolve("client.pem");
    }

    /** PKCS #12 with the client's key and certificate. */
    public Path clientStore() {
        return folder.resolve("client.p12");
    }

    /** TLS that trusts the authority. */
    public SSLContext trusting() {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(load("trust.p12"));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void authority() throws IOException, GeneralSecurityException {
        keytool("-genkeypair", "authority", List.of("-dname", "CN=Graft test authority", "-ext", "bc:c"));
        pem("authority", false);
    }

    private void signed(String name, String subject, String extension) throws IOException, GeneralSecurityException {
        keytool("-genkeypair", name, List.of("-dname", subject));
        keytool("-certreq", name, List.of("-file", file(name, "csr")));
        keytool(
                "-gencert",
                "authority",
                List.of("-infile", file(name, "csr"), "-outfile", file(name, "crt"), "-ext", extension, "-rfc"));
        importCertificate(name, "authority", authorityPem().toString());
        importCertificate(name, name, file(name, "crt"));
        pem(name, true);
    }

    private void trust() throws IOException {
        importCertificate("trust", "authority", authorityPem().toString());
    }

    private void importCertificate(String store, String alias, String certificate) throws IOException {
        run(List.of(
                "-importcert",
                "-noprompt",
                "-alias",
                alias,
                "-file",
                certificate,
                "-keystore",
                file(store, "p12"),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
    }

    private void keytool(String command, String name, List<String> more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                "-alias",
                name,
                "-keystore",
                file(name, "p12"),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        if (!command.equals("-certreq")) {
            arguments.addAll(List.of("-validity", VALIDITY_DAYS));
        }
        if (command.equals("-genkeypair")) {
            arguments.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
        }
        arguments.addAll(more);
        run(arguments);
    }

    private void run(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool " + arguments.get(0) + " failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void pem(String name, boolean withKey) throws IOException, GeneralSecurityException {
        KeyStore store = load(name + ".p12");
        StringBuilder pem = new StringBuilder();
        Certificate certificate = store.getCertificate(name);
        append(pem, "CERTIFICATE", certificate.getEncoded());
        if (withKey) {
            Key key = store.getKey(name, PASSWORD.toCharArray());
            append(pem, "PRIVATE KEY", key.getEncoded());
        }
        Files.writeString(folder.resolve(name + ".pem"), pem);
    }

    private KeyStore load(String file) throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(folder.resolve(file).toFile(), PASSWORD.toCharArray());
    }

    private String file(String name, String extension) {
        return folder.resolve(name + "." + extension).toString();
    }

    private static void append(StringBuilder pem, String type, byte[] der) {
        pem.append("-----BEGIN ").append(type).append("-----\n");
        pem.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der));
        pem.append("\n-----END ").append(type).append("-----\n");
    }
}
