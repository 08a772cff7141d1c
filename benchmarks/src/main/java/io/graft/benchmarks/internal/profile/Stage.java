package io.graft.benchmarks.internal.profile;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The stations of a POST, told by the code that a sample was taken in. */
enum Stage {
    ENCODE("store: record encoding", "io.graft.persistence.embedded.internal.events.codec.", "io.graft.log.codec."),
    LOG("store: log and group commit", "io.graft.log."),
    TREE("store: B-trees of the partition (MVStore)", "org.h2."),
    INDEX("store: indexes and the rest of it", "io.graft.persistence.embedded."),
    GATE("store gate", "io.graft.persistence.binding."),
    JSON("JSON tokens (Jackson)", "com.fasterxml.jackson."),
    DECODE("core-data: decoding, validation, answer", "io.graft.coredata.", "io.graft.api."),
    REST("REST: routes, envelopes, metrics", "io.graft.rest."),
    WHITEBOARD("HTTP whiteboard (Felix)", "org.apache.felix.http.", "jakarta.servlet."),
    JETTY(
            "HTTP (Jetty), sockets",
            "org.eclipse.jetty.",
            "org.apache.felix.http.jetty",
            "sun.nio.ch.Socket",
            "sun.nio.ch.EPoll"),
    LOGGING("logging", "org.ops4j.pax.logging.", "org.apache.logging.", "org.slf4j."),
    OTHER("everything else of the gateway");

    private final String title;
    private final Pattern code;

    Stage(String title, String... prefixes) {
        this.title = title;
        this.code = Pattern.compile(
                Arrays.stream(prefixes).map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")")));
    }

    String title() {
        return title;
    }

    /** The stage that a stack of class names belongs to, innermost first: what the JDK does counts for its caller. */
    static Stage of(List<String> classes) {
        for (String name : classes) {
            for (Stage stage : values()) {
                if (stage != OTHER && stage.code.matcher(name).lookingAt()) {
                    return stage;
                }
            }
        }
        return OTHER;
    }
}
