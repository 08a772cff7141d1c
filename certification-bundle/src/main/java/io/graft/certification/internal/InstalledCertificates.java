package io.graft.certification.internal;

import io.graft.api.certification.CertificateStatus;
import io.graft.api.certification.CertificateStatus.State;
import io.graft.persistence.tck.report.Report;
import io.graft.persistence.tck.report.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which certificates match what is installed. Safe for use by many threads. */
final class InstalledCertificates {

    private final BundleJars jars;
    private final KeptCertificates kept;
    private final String contract;

    /**
     * Compares with what is installed.
     *
     * @param contract the version of the gateway's contract
     */
    InstalledCertificates(BundleJars jars, KeptCertificates kept, String contract) {
        this.jars = jars;
        this.kept = kept;
        this.contract = contract;
    }

    /**
     * What is known of a provider.
     *
     * @param status whether it is certified
     * @param report the certificate that says so, or the newest of an older bundle or contract; empty for none
     * @param problems certificates that could not be read
     */
    record Known(CertificateStatus status, Optional<Report> report, List<String> problems) {}

    Known of(Installed provider) {
        String sha256 = jars.sha256(provider.bundle());
        KeptCertificates.Found found = kept.read();
        Optional<Report> matching = newest(found.reports().stream()
                .filter(report -> !sha256.isEmpty()
                        && report.subject().sha256().equals(sha256)
                        && report.contract().equals(contract))
                .toList());
        if (matching.isPresent()) {
            return new Known(matching(provider, matching.get()), matching, found.problems());
        }
        Optional<Report> older = newest(found.reports().stream()
                .filter(report -> report.subject().provider().equals(provider.name()))
                .toList());
        CertificateStatus status = older.map(report -> outdated(provider, report, sha256))
                .orElseGet(() -> new CertificateStatus(
                        State.NONE,
                        "no certificate"
                                + (found.problems().isEmpty()
                                        ? ""
                                        : "; " + found.problems().get(0)),
                        null,
                        null));
        return new Known(status, older, found.problems());
    }

    private static CertificateStatus matching(Installed provider, Report report) {
        State state = report.verdict() == Verdict.CERTIFIED ? State.CERTIFIED : State.FAILED;
        return new CertificateStatus(state, report.summary(), report.started(), page(provider));
    }

    private CertificateStatus outdated(Installed provider, Report report, String sha256) {
        String why;
        if (sha256.isEmpty()) {
            why = "the jar of the installed bundle can't be had, so no certificate can be matched with it";
        } else if (report.subject().sha256().equals(sha256)) {
            why = "the certificate is for contract " + report.contract() + ", the gateway has " + contract;
        } else {
            why = "the certificate is for another bundle, version "
                    + report.subject().version();
        }
        return new CertificateStatus(State.OUTDATED, why, report.started(), page(provider));
    }

    private static String page(Installed provider) {
        return CertificationRoutes.PREFIX + "/certificate/" + provider.name() + ".html";
    }

    private static Optional<Report> newest(List<Report> reports) {
        return reports.stream().max(Comparator.comparing(Report::started));
    }
}
