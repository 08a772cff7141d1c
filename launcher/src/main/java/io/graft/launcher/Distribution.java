package io.graft.launcher;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Brings the settings of the distribution into the home. What the user has not touched follows the distribution, what
 * the user has changed stays; where both have changed a file, the distribution's is laid beside it as {@code .new}.
 */
final class Distribution {
    private static final String SHIPPED = ".shipped";

    private final Home home;

    Distribution(Home home) {
        this.home = home;
    }

    /** Updates etc; gives back a sentence for each file that needs the user's eye. */
    List<String> updateSettings() throws IOException {
        Path shippedEtc = home.runtime().resolve("etc");
        Path record = home.etc().resolve(SHIPPED);
        Properties before = load(record);
        Properties now = new Properties();
        List<String> notes = new ArrayList<>();
        for (String file : files(shippedEtc)) {
            Path shipped = shippedEtc.resolve(file);
            String digest = digest(shipped);
            now.setProperty(file, digest);
            update(file, shipped, digest, before.getProperty(file), notes);
        }
        for (String gone : new TreeSet<>(before.stringPropertyNames())) {
            Path mine = home.etc().resolve(gone);
            if (!now.containsKey(gone) && Files.exists(mine) && digest(mine).equals(before.getProperty(gone))) {
                Files.delete(mine);
            }
        }
        store(now, record);
        return notes;
    }

    private void update(String file, Path shipped, String digest, String before, List<String> notes)
            throws IOException {
        Path mine = home.etc().resolve(file);
        String current = Files.exists(mine) ? digest(mine) : null;
        if (current == null || (current.equals(before) && !before.equals(digest))) {
            copy(shipped, mine);
        } else if (!current.equals(digest) && !Objects.equals(digest, before)) {
            Path beside = mine.resolveSibling(mine.getFileName() + ".new");
            copy(shipped, beside);
            notes.add("Kept your " + mine + "; this version's own is beside it: " + beside.getFileName());
        }
    }

    private static Set<String> files(Path etc) throws IOException {
        try (Stream<Path> walk = Files.walk(etc)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> etc.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Path part = Files.createTempFile(to.getParent(), ".part", "");
        try {
            Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Of settings the values count: the framework writes files anew in a layout of its own. */
    static String digest(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        String name = file.getFileName().toString();
        return HexFormat.of()
                .formatHex(sha256().digest((name.matches(".*\\.(cfg|properties)") ? values(text) : text)
                        .getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String values(String text) throws IOException {
        Properties values = new Properties();
        try (Reader reader = new StringReader(text)) {
            values.load(reader);
        } catch (IllegalArgumentException e) {
            return text;
        }
        TreeMap<String, String> sorted = new TreeMap<>();
        values.stringPropertyNames().forEach(key -> sorted.put(key, values.getProperty(key)));
        return sorted.toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static Properties load(Path file) throws IOException {
        Properties values = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                values.load(reader);
            }
        }
        return values;
    }

    private static void store(Properties values, Path file) throws IOException {
        Path part = Files.createTempFile(file.getParent(), ".part", "");
        try (BufferedWriter writer = Files.newBufferedWriter(part)) {
            values.store(writer, "Digests of the settings as the distribution brought them");
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
