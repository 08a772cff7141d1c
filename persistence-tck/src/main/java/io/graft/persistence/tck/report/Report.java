package io.graft.persistence.tck.report;

import io.graft.persistence.tck.CheckResult.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The certificate of a provider. Its verdict follows from the checks: it is never stored apart from them.
 *
 * @param subject what was checked
 * @param contract the version of the persistence contract, that is of the package {@code io.graft.api.persistence};
 *     empty where it could not be found out
 * @param server what the provider was connected to, one line without a secret; may be empty
 * @param way where it was checked, e.g. {@code a running gateway}
 * @param host the virtual machine it was checked in
 * @param started when the checks began
 * @param duration how long they took together, in whole milliseconds
 * @param seed what all random choices were made from
 * @param effort how much was done of what can be done to any length, {@code quick} or {@code thorough}
 * @param checks every check of the contract, in the order in which they ran
 */
public record Report(
        Subject subject,
        String contract,
        String server,
        String way,
        Host host,
        Instant started,
        Duration duration,
        long seed,
        String effort,
        List<ReportedCheck> checks) {

    public Report {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(contract, "contract");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(way, "way");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(started, "started");
        duration = duration.truncatedTo(ChronoUnit.MILLIS);
        Objects.requireNonNull(effort, "effort");
        checks = List.copyOf(checks);
    }

    /** Good only if nothing failed and nothing was left out that had to be checked. */
    public Verdict verdict() {
        if (count(Outcome.FAILED) > 0) {
            return Verdict.FAILED;
        }
        return count(Outcome.PASSED) == 0 || count(Outcome.LEFT_OUT) > excused()
                ? Verdict.INCOMPLETE
                : Verdict.CERTIFIED;
    }

    /** The verdict in a sentence. */
    public String summary() {
        long passed = count(Outcome.PASSED);
        long failed = count(Outcome.FAILED);
        long leftOut = count(Outcome.LEFT_OUT);
        String checked = passed + " of " + checks.size() + " checks passed";
        List<String> more = new ArrayList<>();
        if (failed > 0) {
            more.add(failed + " failed");
        }
        if (leftOut > 0) {
            long unexcused = leftOut - excused();
            more.add(leftOut + (leftOut == 1 ? " was" : " were") + " left out"
                    + (unexcused == 0 ? ", which is allowed" : ", " + unexcused + " of them may not be"));
        }
        return more.isEmpty() ? checked : checked + "; " + String.join("; ", more);
    }

    /** How many checks ended so. */
    public long count(Outcome outcome) {
        return checks.stream().filter(check -> check.outcome() == outcome).count();
    }

    /** The checks that ended so. */
    public List<ReportedCheck> all(Outcome outcome) {
        return checks.stream().filter(check -> check.outcome() == outcome).toList();
    }

    /** The checks by group, both in the order in which they ran. */
    public Map<String, List<ReportedCheck>> groups() {
        Map<String, List<ReportedCheck>> groups = new LinkedHashMap<>();
        checks.forEach(check -> groups.computeIfAbsent(check.group(), group -> new ArrayList<>())
                .add(check));
        return groups;
    }

    private long excused() {
        return checks.stream()
                .filter(check -> check.outcome() == Outcome.LEFT_OUT && check.excused())
                .count();
    }
}
