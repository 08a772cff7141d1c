package io.graft.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** The key by which the gateway's shell is known: made at the first start, as PEM files that only the owner can read. */
final class HostKey {
    private static final String ALGORITHM = "RSA";
    private static final int BITS = 2048;
    private static final int PEM_WIDTH = 64;

    private HostKey() {}

    static void ensure(Home home) throws IOException {
        Path secret = home.etc().resolve("host.key");
        if (Files.exists(secret) && Files.exists(publicPart(home))) {
            return;
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(BITS);
            KeyPair pair = generator.generateKeyPair();
            write(publicPart(home), "PUBLIC KEY", pair.getPublic());
            write(secret, "PRIVATE KEY", pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }

    /** The key that whoever answers on the shell's port must have. */
    static PublicKey expected(Home home) throws IOException, Refusal {
        Path file = publicPart(home);
        String pem = Files.readString(file, StandardCharsets.US_ASCII).replaceAll("-----[A-Z ]+-----", "");
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(
                            new X509EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Refusal(file + " holds no key: delete it and start the gateway again to get a new one.", e);
        }
    }

    private static Path publicPart(Home home) {
        return home.etc().resolve("host.key.pub");
    }

    private static void write(Path file, String what, Key key) throws IOException {
        Path part = Files.createTempFile(file.getParent(), ".part", "");
        String body = Base64.getMimeEncoder(PEM_WIDTH, new byte[] {'\n'}).encodeToString(key.getEncoded());
        Files.writeString(part, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
