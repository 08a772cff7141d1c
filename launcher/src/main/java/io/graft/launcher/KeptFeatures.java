package io.graft.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * The features that the user has installed beside those of the distribution. They live in the framework's cache, which a
 * new distribution makes anew, so they are noted before and installed again after.
 */
final class KeptFeatures {
    private static final String SERVICE = "org.apache.karaf.features.FeaturesService";
    private static final Pattern WANTED = list("\"features\"\\s*:\\s*\\{\\s*\"root\"");
    private static final Pattern REPOSITORIES = list("\"repositories\"");
    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern FEATURE = Pattern.compile("feature:([^/]+)(?:/\\[([^,]+),.*)?");

    private final Path note;

    KeptFeatures(Home home) {
        this.note = home.data().resolve("features.kept");
    }

    /** Notes what the cache has beyond the settings given. */
    void note(Path cache, Settings features) throws IOException {
        Path state = find(cache);
        if (state == null) {
            return;
        }
        String json = Files.readString(state);
        Set<String> shipped = items(features.text("featuresBoot", ""))
                .map(item -> item.replaceAll("/.*", ""))
                .collect(Collectors.toSet());
        Set<String> shippedRepositories =
                items(features.text("featuresRepositories", "")).collect(Collectors.toSet());
        List<String> lines = new ArrayList<>();
        texts(json, REPOSITORIES)
                .filter(uri -> !shippedRepositories.contains(uri))
                .forEach(uri -> lines.add("repository " + uri));
        texts(json, WANTED)
                .map(FEATURE::matcher)
                .filter(Matcher::matches)
                .filter(feature -> !shipped.contains(feature.group(1)))
                .forEach(feature -> lines.add(
                        "feature " + feature.group(1) + (feature.group(2) == null ? "" : " " + feature.group(2))));
        if (!lines.isEmpty()) {
            Files.write(note, lines);
        }
    }

    /** Installs what was noted; gives back a sentence for each that could not be. */
    List<String> install(BundleContext context) throws IOException {
        if (!Files.exists(note)) {
            return List.of();
        }
        List<String> problems = new ArrayList<>();
        ServiceReference<?> reference = context.getServiceReference(SERVICE);
        if (reference == null) {
            return List.of("Features that you had installed are not back yet: the feature service is not there.");
        }
        Object service = context.getService(reference);
        try {
            for (String line : Files.readAllLines(note)) {
                String[] words = line.split(" ", -1);
                try {
                    install(service, words);
                } catch (ReflectiveOperationException | RuntimeException e) {
                    Throwable cause = e.getCause() == null ? e : e.getCause();
                    problems.add("The " + words[0] + " " + words[1] + ", which you had installed, is not back: "
                            + cause.getMessage());
                }
            }
        } finally {
            context.ungetService(reference);
        }
        Files.delete(note);
        return problems;
    }

    private static void install(Object service, String[] words) throws ReflectiveOperationException {
        Class<?> type = service.getClass();
        if (words[0].equals("repository")) {
            type.getMethod("addRepository", URI.class).invoke(service, URI.create(words[1]));
        } else if (words.length > 2 && known(service, words[1], words[2])) {
            type.getMethod("installFeature", String.class, String.class).invoke(service, words[1], words[2]);
        } else {
            type.getMethod("installFeature", String.class).invoke(service, words[1]);
        }
    }

    private static boolean known(Object service, String name, String version) throws ReflectiveOperationException {
        return service.getClass()
                        .getMethod("getFeature", String.class, String.class)
                        .invoke(service, name, version)
                != null;
    }

    private static Path find(Path cache) throws IOException {
        if (!Files.isDirectory(cache)) {
            return null;
        }
        try (Stream<Path> walk = Files.walk(cache, 3)) {
            return walk.filter(path -> path.endsWith(Path.of("data", "state.json")))
                    .findFirst()
                    .orElse(null);
        }
    }

    private static Pattern list(String key) {
        return Pattern.compile(key + "\\s*:\\s*\\[([^\\[\\]]*(?:\\[[^\\]]*\\][^\\[\\]]*)*)\\]");
    }

    private static Stream<String> texts(String json, Pattern list) {
        Matcher matcher = list.matcher(json);
        return matcher.find() ? TEXT.matcher(matcher.group(1)).results().map(text -> text.group(1)) : Stream.empty();
    }

    private static Stream<String> items(String list) {
        return Arrays.stream(list.split(",", -1)).map(String::strip).filter(item -> !item.isEmpty());
    }
}
