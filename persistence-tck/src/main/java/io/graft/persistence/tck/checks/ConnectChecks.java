package io.graft.persistence.tck.checks;

import io.graft.api.persistence.ScratchSpace;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.Expect;
import io.graft.persistence.tck.Misconfigurations;
import io.graft.persistence.tck.Misconfigurations.Misconfigured;
import io.graft.persistence.tck.Need;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Settings that are wrong. */
public final class ConnectChecks {

    private static final String RULE = "Reason.UNREACHABLE: the database can't be reached, or refuses the connection or"
            + " the credentials. StoreException: the message is fit to be shown to a user.";

    private ConnectChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                check(
                        "connect.nobody-listening",
                        "Where nobody listens the provider says so within bounds",
                        Need.NOBODY_LISTENING,
                        Misconfigurations::nobodyListening),
                check(
                        "connect.wrong-password",
                        "With a wrong password the provider says so within bounds, in one line, without the password",
                        Need.WRONG_PASSWORD,
                        Misconfigurations::wrongPassword),
                check(
                        "connect.wrong-database",
                        "On a database that it can't use the provider says so within bounds",
                        Need.WRONG_DATABASE,
                        Misconfigurations::wrongDatabase));
    }

    private static Check check(
            String id, String title, Need need, Function<Misconfigurations, Optional<Misconfigured>> how) {
        return Check.of(id, title, RULE, context -> refused(context, how))
                .needing(need)
                .within(Duration.ofMinutes(3));
    }

    private static void refused(CheckContext context, Function<Misconfigurations, Optional<Misconfigured>> how)
            throws Exception {
        Misconfigured wrong =
                context.provider().misconfigurations().flatMap(how).orElseThrow();
        Crew crew = Crew.of(context);
        crew.start(1, thread -> {
            StoreUnavailableException e = Expect.unavailable(
                    "opening a space with a wrong setting", Set.of(Reason.UNREACHABLE), () -> open(wrong));
            Expect.equal(
                    "lines of the message '" + e.getMessage() + "'",
                    1L,
                    e.getMessage().lines().count());
            Expect.that(
                    wrong.secret().isEmpty() || !tells(e, wrong.secret()),
                    "the password is told in the exception or in one of its causes");
        });
        crew.join(context.patience());
    }

    private static String open(Misconfigured wrong) {
        try (ScratchSpace space = wrong.spaces().open()) {
            return space.server();
        }
    }

    private static boolean tells(Throwable thrown, String secret) {
        return String.valueOf(thrown.getMessage()).contains(secret)
                || (thrown.getCause() != null && tells(thrown.getCause(), secret));
    }
}
