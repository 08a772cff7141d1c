package io.graft.persistence.redis.internal.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A Lua script, known to the server by its digest. */
public final class Script {

    private final String name;
    private final byte[] source;
    private final String digest;

    private Script(String name, byte[] source) {
        this.name = name;
        this.source = source;
        try {
            this.digest =
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A script from the resources beside a class, behind {@code common.lua}. */
    public static Script of(Class<?> beside, String name) {
        return new Script(name, (read(beside, "common.lua") + read(beside, name)).getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("script " + name + " is not in the bundle");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] source() {
        return source;
    }

    String digest() {
        return digest;
    }

    @Override
    public String toString() {
        return name;
    }
}
