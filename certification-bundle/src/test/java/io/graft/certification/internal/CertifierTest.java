package io.graft.certification.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.certification.CertificateStatus.State;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.report.Report;
import io.graft.persistence.tck.report.ReportJson;
import io.graft.persistence.tck.report.Sha256;
import io.graft.persistence.tck.report.Subject;
import io.graft.persistence.tck.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** Certification in a real framework. */
class CertifierTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private ProviderFramework framework;
    private CountedSpaces spaces;
    private Path jar;
    private Bundle bundle;

    @BeforeEach
    void start() throws BundleException, IOException {
        framework = new ProviderFramework(folder);
        spaces = new CountedSpaces();
        jar = framework.jar("com.example.memory", "1.2.3");
        bundle = framework.install(jar, "memory", spaces);
    }

    @AfterEach
    void stop() throws BundleException {
        framework.close();
    }

    private static Progress ended(Certification certification) throws InterruptedException {
        Progress progress = certification.progress();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!progress.over() && System.nanoTime() < deadline) {
            progress = certification.after(progress, Duration.ofSeconds(1));
        }
        assertThat(progress.over()).as("%s is over", progress).isTrue();
        return progress;
    }

    @Test
    void certifiesAnInstalledProviderAndKeepsTheCertificate() throws Exception {
        Certifier certifier = framework.certifier(TestChecks::good);
        assertThat(certifier.of("memory").state()).isEqualTo(State.NONE);

        Progress progress = ended(certifier.start("memory", 42));

        assertThat(progress.state()).isEqualTo(Progress.State.DONE);
        Report report = progress.report().orElseThrow();
        assertThat(report.verdict()).isEqualTo(Verdict.CERTIFIED);
        assertThat(report.subject()).isEqualTo(new Subject("memory", "1.2.3", "com.example.memory", Sha256.of(jar)));
        assertThat(report.seed()).isEqualTo(42);
        assertThat(report.server()).isEqualTo("memory");
        assertThat(spaces.opened()).isPositive();
        assertThat(spaces.left()).as("spaces that are left").isZero();
        assertThat(certifier.of("memory").state()).isEqualTo(State.CERTIFIED);
        assertThat(certifier.of("memory").page()).isEqualTo("/api/v3/certificate/memory.html");
        Path kept = framework.certificates().resolve("memory-" + Sha256.of(jar).substring(0, 12) + ".json");
        assertThat(ReportJson.read(Files.newInputStream(kept)).checks()).isEqualTo(report.checks());
        assertThat(framework.certifier(TestChecks::good).of("memory").state())
                .as("after a restart")
                .isEqualTo(State.CERTIFIED);
    }

    @Test
    void anUpdatedBundleHasNoCertificateUntilItIsCheckedAgain() throws Exception {
        Certifier certifier = framework.certifier(TestChecks::good);
        ended(certifier.start("memory", 1));

        Path newer = framework.jar("com.example.memory", "1.2.4");
        bundle.update(Files.newInputStream(newer));
        framework.register(bundle, "memory", spaces);

        assertThat(certifier.of("memory").state()).isEqualTo(State.OUTDATED);
        assertThat(certifier.of("memory").detail()).contains("another bundle");
        Progress progress = ended(certifier.start("memory", 1));
        assertThat(progress.report().orElseThrow().subject().sha256()).isEqualTo(Sha256.of(newer));
        assertThat(certifier.of("memory").state()).isEqualTo(State.CERTIFIED);
    }

    @Test
    void whatFailsIsKeptAsFailedAndLeavesNothingOpen() throws Exception {
        Certifier certifier =
                framework.certifier(() -> List.of(TestChecks.LEAVES_OPEN, TestChecks.FAILS, TestChecks.PASSES));

        Progress progress = ended(certifier.start("memory", 1));

        assertThat(progress.state()).isEqualTo(Progress.State.DONE);
        assertThat(progress.message()).isEqualTo("2 of 3 checks passed; 1 failed");
        assertThat(certifier.of("memory").state()).isEqualTo(State.FAILED);
        assertThat(spaces.left()).isZero();
    }

    @Test
    void oneProviderIsCertifiedAtATime() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        Certifier certifier = framework.certifier(() -> List.of(TestChecks.PASSES, TestChecks.waits(mayEnd)));
        framework.install(framework.jar("com.example.other", "1.0"), "other", new CountedSpaces());
        Certification first = certifier.start("memory", 1);

        for (String provider : List.of("memory", "other")) {
            assertThatThrownBy(() -> certifier.start(provider, 1))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("'memory' is being certified");
        }
        mayEnd.countDown();
        ended(first);
        assertThat(ended(certifier.start("other", 1)).state()).isEqualTo(Progress.State.DONE);
        assertThat(certifier.latest("memory")).contains(first);
    }

    @Test
    void cancelledCertificationRemovesItsSpacesAndKeepsTheEarlierCertificate() throws Exception {
        ended(framework.certifier(TestChecks::good).start("memory", 1));
        Certifier certifier = framework.certifier(
                () -> List.of(TestChecks.LEAVES_OPEN, TestChecks.waits(new CountDownLatch(1)), TestChecks.PASSES));
        Certification certification = certifier.start("memory", 1);
        Progress progress = certification.progress();
        while (progress.done().isEmpty()) {
            progress = certification.after(progress, PATIENCE);
        }

        certification.cancel();
        progress = ended(certification);

        assertThat(progress.state()).isEqualTo(Progress.State.ENDED);
        assertThat(progress.message()).isEqualTo("it was cancelled; the report was not kept");
        assertThat(progress.report().orElseThrow().verdict()).isEqualTo(Verdict.INCOMPLETE);
        assertThat(spaces.left()).isZero();
        assertThat(certifier.of("memory").state()).isEqualTo(State.CERTIFIED);
        certification.cancel();
    }

    @Test
    void deactivationEndsWhatRuns() throws Exception {
        Certifier certifier = framework.certifier(() -> List.of(TestChecks.waits(new CountDownLatch(1))));
        Certification certification = certifier.start("memory", 1);

        certifier.deactivate();

        assertThat(certification.progress().over()).isTrue();
        assertThat(spaces.left()).isZero();
    }

    @Test
    void noCheckBeginsWhenTheTimeIsOver() throws Exception {
        Certification certification = new Certification(new Certification.Work(
                List.of(TestChecks.PASSES),
                new Subject("memory", "1", "", ""),
                "1.0.0",
                1,
                Duration.ofNanos(-1),
                () -> new GatewayProvider("memory", "1", spaces, Optional.empty(), () -> {}),
                report -> {
                    throw new AssertionError("nothing is to be kept");
                }));
        certification.start();

        Progress progress = ended(certification);

        assertThat(progress.state()).isEqualTo(Progress.State.ENDED);
        assertThat(progress.message()).contains("were over", "not kept");
    }

    @Test
    void providerThatIsNotThereIsRefusedByName() {
        Certifier certifier = framework.certifier(TestChecks::good);

        assertThatThrownBy(() -> certifier.start("redis", 1))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("'redis'")
                .hasMessageContaining("there are: memory");
        assertThat(certifier.of("redis").state()).isEqualTo(State.NONE);
        assertThat(certifier.names()).containsExactly("memory");
    }

    @Test
    void providerThatBreaksWhileItIsPreparedEndsTheCertificationWithTheCause() throws Exception {
        Certification certification = new Certification(new Certification.Work(
                List.<Check>of(),
                new Subject("memory", "1", "", ""),
                "1.0.0",
                1,
                PATIENCE,
                () -> {
                    throw new IOException("the provider has just gone");
                },
                report -> {}));
        certification.start();

        assertThat(ended(certification).message()).isEqualTo("it broke off: the provider has just gone");
        assertThat(ended(certification).state()).isEqualTo(Progress.State.BROKEN);
    }

    @Test
    void certificateThatAVendorShipsCountsAsOneOfTheGateways() throws Exception {
        Report report = ended(framework.certifier(TestChecks::good).start("memory", 1))
                .report()
                .orElseThrow();
        try (var files = Files.list(framework.certificates())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Certifier certifier = framework.certifier(TestChecks::good);
        assertThat(certifier.of("memory").state()).isEqualTo(State.NONE);
        Files.writeString(framework.certificates().resolve("from the vendor.json"), ReportJson.text(report));
        assertThat(certifier.of("memory").state()).isEqualTo(State.CERTIFIED);
    }

    @Test
    void whatIsNoCertificateIsNamedAndDisturbsNothing() throws Exception {
        Certifier certifier = framework.certifier(TestChecks::good);
        ended(certifier.start("memory", 1));
        Files.writeString(framework.certificates().resolve("broken.json"), "{");
        Files.writeString(framework.certificates().resolve("readme.txt"), "something");

        assertThat(certifier.certificates().problems())
                .hasSize(1)
                .first()
                .asString()
                .contains("broken.json");
        assertThat(certifier.of("memory").state()).isEqualTo(State.CERTIFIED);
    }
}
