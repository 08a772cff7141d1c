package io.graft.persistence.tck.hygiene;

import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.Expect;
import io.graft.persistence.tck.Need;
import io.graft.persistence.tck.hygiene.Headers.Clause;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a bundle's manifest says: whom it needs, and who could come to need it. */
public final class ManifestChecks {

    private static final String SELF_CONTAINED = "What a provider is: the bundle embeds its client library, exports no"
            + " package and imports none optionally that a library could bring.";

    /** What the gateway, its framework or the Java runtime has. */
    private static final Pattern PLATFORM =
            Pattern.compile("(java|javax|jdk|sun|com\\.sun|org\\.ietf|org\\.w3c|org\\.xml"
                    + "|org\\.osgi|org\\.slf4j|org\\.apache\\.felix\\.hc|com\\.fasterxml\\.jackson|io\\.graft\\.api)\\..*"
                    + "|org\\.slf4j");
    /** What only the Java runtime can bring, so that no bundle that is installed later can come to be wired to it. */
    private static final Pattern RUNTIME =
            Pattern.compile("(java|javax|jdk|sun|com\\.sun|org\\.ietf|org\\.w3c|org\\.xml)\\..*");

    private static final Pattern PIDS = Pattern.compile("\\s(?:configuration-pid|pid|factoryPid)=\"([^\"]*)\"");

    private ManifestChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                check("bundle.no-exports", "The bundle exports no package", SELF_CONTAINED, ManifestChecks::noExports),
                check(
                        "bundle.imports-of-the-platform",
                        "The bundle imports packages of the platform only; its client library is inside",
                        SELF_CONTAINED,
                        ManifestChecks::imports),
                check(
                        "bundle.no-optional-imports",
                        "The bundle imports nothing optionally, or dynamically, that a library could bring",
                        SELF_CONTAINED,
                        ManifestChecks::optionalImports),
                check(
                        "bundle.settings-described",
                        "The bundle describes its settings, under names that files in etc can have",
                        "What a provider is: it has a Metatype-described configuration of its own. A PID with a dash is"
                                + " taken for an instance of a factory.",
                        ManifestChecks::settings));
    }

    private interface Body {
        void run(Headers headers);
    }

    private static Check check(String id, String title, String rule, Body body) {
        return Check.of(id, title, rule, context -> body.run(headers(context))).needing(Need.BUNDLE);
    }

    private static Headers headers(CheckContext context) throws IOException {
        return Headers.of(context.provider().bundle().orElseThrow().jar());
    }

    private static void noExports(Headers headers) {
        Expect.equal("exported packages", List.of(), headers.clauses("Export-Package"));
    }

    private static void imports(Headers headers) {
        Expect.equal("bundles that it requires", List.of(), headers.clauses("Require-Bundle"));
        Expect.equal("host of which it is a fragment", List.of(), headers.clauses("Fragment-Host"));
        Expect.equal(
                "imports of packages that are not the platform's",
                List.of(),
                headers.clauses("Import-Package").stream()
                        .map(Clause::name)
                        .filter(name -> !PLATFORM.matcher(name).matches())
                        .toList());
    }

    private static void optionalImports(Headers headers) {
        Expect.equal("dynamic imports", List.of(), headers.clauses("DynamicImport-Package"));
        Expect.equal(
                "optional imports of packages that a bundle could bring",
                List.of(),
                headers.clauses("Import-Package").stream()
                        .filter(Clause::optional)
                        .map(Clause::name)
                        .filter(name -> !RUNTIME.matcher(name).matches())
                        .toList());
    }

    private static void settings(Headers headers) {
        Expect.that(
                headers.descriptions().keySet().stream().anyMatch(name -> name.startsWith("OSGI-INF/metatype/")),
                "there is no description of settings in OSGI-INF/metatype");
        headers.descriptions().forEach((name, text) -> {
            Matcher pids = PIDS.matcher(text);
            while (pids.find()) {
                Expect.that(!pids.group(1).contains("-"), name + " has a PID with a dash: " + pids.group(1));
            }
        });
    }
}
