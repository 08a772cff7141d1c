package io.graft.persistence.tck.hygiene;

import io.graft.persistence.tck.ContractViolation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** What a bundle's manifest and the descriptions in it say. */
final class Headers {

    private final Map<String, String> main = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> descriptions = new TreeMap<>();

    private Headers() {}

    static Headers of(Path bundle) throws IOException {
        Headers headers = new Headers();
        try (JarFile jar = new JarFile(bundle.toFile())) {
            if (jar.getManifest() == null) {
                throw new ContractViolation(bundle + " has no manifest");
            }
            jar.getManifest()
                    .getMainAttributes()
                    .forEach((name, value) -> headers.main.put(name.toString(), value.toString()));
            for (JarEntry entry : jar.stream().toList()) {
                if (entry.getName().matches("OSGI-INF/.*\\.xml")) {
                    byte[] text = jar.getInputStream(entry).readAllBytes();
                    headers.descriptions.put(entry.getName(), new String(text, StandardCharsets.UTF_8));
                }
            }
        }
        return headers;
    }

    Optional<String> value(String header) {
        return Optional.ofNullable(main.get(header)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** The files under {@code OSGI-INF}: components and settings. */
    Map<String, String> descriptions() {
        return descriptions;
    }

    /** A clause of a header, e.g. the import of a package. */
    record Clause(String name, boolean optional) {}

    List<Clause> clauses(String header) {
        List<Clause> clauses = new ArrayList<>();
        for (String clause : split(value(header).orElse(""), ',')) {
            List<String> parts = split(clause, ';');
            boolean optional =
                    parts.stream().map(part -> part.replaceAll("[\\s\"]", "")).anyMatch("resolution:=optional"::equals);
            parts.stream()
                    .map(String::strip)
                    .filter(part -> !part.isEmpty() && !part.contains("="))
                    .forEach(name -> clauses.add(new Clause(name, optional)));
        }
        return clauses;
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            if (c == separator && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }
}
