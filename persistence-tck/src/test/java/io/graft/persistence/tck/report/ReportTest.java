package io.graft.persistence.tck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.persistence.ScratchSpace;
import io.graft.api.persistence.ScratchSpaces;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckResult.Outcome;
import io.graft.persistence.tck.Effort;
import io.graft.persistence.tck.RunOptions;
import io.graft.persistence.tck.TestedProvider;
import io.graft.persistence.tck.oracle.MemorySpaces;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final String SHA256 = "0123456789abcdef".repeat(4);

    private static ReportedCheck check(String id, Outcome outcome, String message, boolean excused) {
        return new ReportedCheck(id, "The rule of " + id, outcome, Duration.ofMillis(12), message, excused);
    }

    private static Report report(ReportedCheck... checks) {
        return report("redis", List.of(checks));
    }

    private static Report report(String provider, List<ReportedCheck> checks) {
        return new Report(
                new Subject(provider, "1.2.3", "com.example.redis", SHA256),
                "1.0.0",
                "Redis 7.0.15 at 127.0.0.1:6379",
                "a running gateway",
                new Host("OpenJDK 17.0.15", "Linux 6.1 amd64", 4, 176),
                Instant.parse("2026-03-01T10:15:30.123Z"),
                Duration.ofMillis(83_456),
                Long.MIN_VALUE + 1,
                "quick",
                checks);
    }

    private static Report readAgain(Report report) throws IOException {
        return ReportJson.read(new ByteArrayInputStream(ReportJson.text(report).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void isTheSameWhenItWasWrittenAndRead() throws IOException {
        Report report = report(
                check("events.a", Outcome.PASSED, "", false),
                check("events.b", Outcome.FAILED, "expected \"1\"\n\tbut was 2 \u0000 \ud83d\ude00", false),
                check("server.c", Outcome.LEFT_OUT, "needs a server", true));
        assertThat(readAgain(report)).isEqualTo(report);
    }

    @Test
    void isTheSameForAnyText() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(60), 0, 0x10000)
                    .filter(c -> !Character.isSurrogate((char) c))
                    .forEach(c -> text.append((char) c));
            Report report =
                    report(text.toString(), List.of(check("g." + text, Outcome.FAILED, text.toString(), false)));
            assertThat(readAgain(report)).as("seed %s", seed).isEqualTo(report);
            String page = ReportPage.html(report);
            assertThat(page.chars()
                            .filter(c -> c < ' ' && c != '\n' && c != '\t')
                            .count())
                    .as("control characters with seed %s", seed)
                    .isZero();
        }
    }

    @Test
    void isCertifiedOnlyIfNothingFailedAndNothingWasLeftOutWithoutExcuse() {
        ReportedCheck passed = check("a.a", Outcome.PASSED, "", false);
        ReportedCheck failed = check("a.b", Outcome.FAILED, "no", false);
        ReportedCheck excused = check("a.c", Outcome.LEFT_OUT, "needs a server", true);
        ReportedCheck notRun = check("a.d", Outcome.LEFT_OUT, "it was cancelled", false);
        assertThat(report(passed).verdict()).isEqualTo(Verdict.CERTIFIED);
        assertThat(report(passed, excused).verdict()).isEqualTo(Verdict.CERTIFIED);
        assertThat(report(passed, excused, notRun).verdict()).isEqualTo(Verdict.INCOMPLETE);
        assertThat(report(excused).verdict()).isEqualTo(Verdict.INCOMPLETE);
        assertThat(report().verdict()).isEqualTo(Verdict.INCOMPLETE);
        assertThat(report(passed, failed, notRun).verdict()).isEqualTo(Verdict.FAILED);
        assertThat(report(passed, failed, excused, notRun).summary())
                .isEqualTo("1 of 4 checks passed; 1 failed; 2 were left out, 1 of them may not be");
    }

    @Test
    void verdictThatSomebodyWroteIntoTheFileCountsForNothing() throws IOException {
        String text = ReportJson.text(report(check("a.b", Outcome.FAILED, "no", false)))
                .replace("\"verdict\" : \"failed\"", "\"verdict\" : \"certified\"");
        assertThat(text).contains("\"certified\"");
        assertThat(ReportJson.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                        .verdict())
                .isEqualTo(Verdict.FAILED);
    }

    @Test
    void whatIsNoCertificateIsRefusedWithWhatIsWrong() {
        String good = ReportJson.text(report(check("a.b", Outcome.PASSED, "", false)));
        refused("", "format");
        refused("[1, 2", "not JSON");
        refused("{\"format\": \"something\"}", "format is not graft-certificate");
        refused(good.replace("\"formatVersion\" : 1", "\"formatVersion\" : 2"), "format version 2");
        refused(good.replace("\"seed\" : \"-", "\"seed\" : \"x"), "wrong value");
        refused(good.replace("\"started\" : \"2026", "\"started\" : \"year"), "wrong value");
        refused(good.replace(SHA256, "abc"), "sha256 is 'abc'");
        refused(good.replace("\"provider\" : \"redis\"", "\"provider\" : 7"), "field provider");
        refused(good.replace("\"micros\" : 12000", "\"micros\" : 1.5"), "field micros");
        refused(good.replace("\"passed\"", "\"perhaps\""), "outcome 'perhaps'");
        refused(good + " ".repeat(ReportJson.MAX_BYTES), "more than");
    }

    private static void refused(String text, String why) {
        assertThatThrownBy(() -> ReportJson.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
    }

    @Test
    void hostileTextStaysText() {
        String hostile = "</pre><script>alert('x')</script><img src=x onerror=\"alert(1)\">&amp;\u202egnp.exe\u0007";
        List<ReportedCheck> checks = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            checks.add(new ReportedCheck(hostile, hostile, outcome, Duration.ofMillis(1), hostile, false));
        }
        Report harmless = report(check("a.b", Outcome.PASSED, "", false));
        Report report = new Report(
                new Subject(hostile, hostile, hostile, ""),
                hostile,
                hostile,
                hostile,
                new Host(hostile, hostile, 1, 1),
                harmless.started(),
                harmless.duration(),
                1,
                hostile,
                checks);
        String page = ReportPage.html(report);
        assertThat(page)
                .doesNotContain("<script", "<img", "'x'", "\u202e", "\u0007")
                .contains("&lt;script&gt;alert(&#39;x&#39;)", "&amp;amp;", "\\u202Egnp.exe\\u0007");
    }

    @Test
    void pageNeedsNothingBesidesItself() {
        String page = ReportPage.html(report(check("a.b", Outcome.FAILED, "no", false)));
        assertThat(page)
                .doesNotContain("http:", "https:", "<script", "<link", "url(")
                .contains("<title>redis 1.2.3: Not certified</title>", SHA256, "seed " + (Long.MIN_VALUE + 1));
    }

    @Test
    void endlessMessageIsCutOnThePage() {
        String page = ReportPage.html(report(check("a.b", Outcome.FAILED, "x".repeat(3_000_000), false)));
        assertThat(page).hasSizeLessThan(100_000).contains("2980000 more characters");
    }

    @Test
    void filesAreReplacedWhole(@TempDir Path folder) throws IOException {
        Path reports = folder.resolve("a/b");
        ReportFiles.write(report(check("a.b", Outcome.FAILED, "no", false)), reports, "redis");
        ReportFiles.write(report(check("a.b", Outcome.PASSED, "", false)), reports, "redis");
        try (var files = Files.list(reports)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("redis.json", "redis.html");
        }
        assertThat(ReportJson.read(Files.newInputStream(reports.resolve("redis.json")))
                        .verdict())
                .isEqualTo(Verdict.CERTIFIED);
        assertThat(ReportFiles.name("../a/b")).isEqualTo("___a_b");
    }

    @Test
    void versionOfTheContractIsThatOfItsPackage() {
        assertThat(ContractVersion.of("io.graft.api.model;version=\"1.9\",io.graft.api.persistence;"
                        + "uses:=\"a,b;version\";version=\"1.2.0\",c;version=\"3\""))
                .isEqualTo("1.2.0");
        assertThat(ContractVersion.of("io.graft.api.persistence.other;version=\"1.2.0\""))
                .isEmpty();
        assertThat(ContractVersion.of(null)).isEmpty();
    }

    @Test
    void timesAreShortAndExactEnough() {
        assertThat(ReportPage.time(Duration.ofNanos(5))).isEqualTo("< 1 ms");
        assertThat(ReportPage.time(Duration.ofMillis(999))).isEqualTo("999 ms");
        assertThat(ReportPage.time(Duration.ofMillis(1_250))).isEqualTo("1.3 s");
        assertThat(ReportPage.time(Duration.ofSeconds(119))).isEqualTo("1 min 59 s");
    }

    @Test
    void recorderHidesNothingOfTheProvider() {
        for (Method method : TestedProvider.class.getMethods()) {
            assertThat(WatchedProvider.class.getDeclaredMethods())
                    .as("methods of WatchedProvider")
                    .anyMatch(own -> own.getName().equals(method.getName()));
        }
    }

    @Test
    void recorderClosesTheSpacesThatAreLeftOpenAndTellsTheServer() throws IOException {
        List<String> closed = new ArrayList<>();
        MemorySpaces memory = new MemorySpaces();
        TestedProvider provider = new TestedProvider() {
            @Override
            public String name() {
                return "memory";
            }

            @Override
            public ScratchSpaces spaces() {
                return memory;
            }

            @Override
            public void close() {
                closed.add("provider");
            }
        };
        ReportRecorder recorder = new ReportRecorder(
                provider, new Subject("memory", "1", "", ""), "1.0.0", "here", RunOptions.of(Effort.QUICK));
        ScratchSpace first = recorder.watched().spaces().open();
        ScratchSpace left = recorder.watched().spaces().open();
        first.close();
        Check never = Check.of("a.b", "Never run", "The rule", context -> {});
        recorder.watched().close();

        assertThat(closed).containsExactly("provider");
        assertThatThrownBy(() -> left.events().append(List.of())).isInstanceOf(StoreUnavailableException.class);
        Report report = recorder.report(List.of(never), "it was cancelled");
        assertThat(report.server()).isEqualTo("the memory of this process");
        assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
        assertThat(report.checks().get(0).message()).isEqualTo("it was cancelled");
    }
}
