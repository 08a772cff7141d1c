package io.graft.certification.internal.shell;

import io.graft.certification.internal.Certification;
import io.graft.certification.internal.Certifier;
import io.graft.certification.internal.Progress;
import io.graft.persistence.tck.report.ReportJson;
import io.graft.persistence.tck.report.Verdict;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Random;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** {@code graft:certify}: checks an installed provider against the contract. */
@Service
@Command(
        scope = "graft",
        name = "certify",
        description = "Checks an installed database's provider against every rule of the persistence contract.",
        detailedDescription = "classpath:certify.txt")
public final class CertifyCommand implements Action {

    private static final Duration STEP = Duration.ofSeconds(1);

    @Reference
    private Certifier certifier;

    @Reference
    private Session session;

    @Argument(name = "provider", description = "The provider's name, as graft:providers shows it", required = true)
    @Completion(ProviderCompleter.class)
    private String provider;

    @Option(name = "--json", description = "Print the report as JSON and nothing else")
    private boolean json;

    @Option(name = "--seed", description = "What all random choices are made from, to repeat an earlier run")
    private Long seed;

    /** Certifies. */
    @Override
    public Object execute() throws NotCertifiedException, InterruptedException {
        PrintStream out = session.getConsole();
        ProgressView view = new ProgressView(out, json || session.getTerminal() == null ? 0 : width());
        Certification certification =
                certifier.start(provider, seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed);
        Progress progress = certification.progress();
        try {
            while (!progress.over()) {
                progress = certification.after(progress, STEP);
                if (!json) {
                    view.show(progress);
                }
            }
        } catch (InterruptedException e) {
            certification.cancel();
            out.println();
            out.println("Cancelled: what it has opened is being removed.");
            throw e;
        }
        if (!json) {
            view.end(progress);
        } else if (progress.report().isPresent()) {
            out.print(ReportJson.text(progress.report().get()));
        }
        return verdict(progress);
    }

    private static Object verdict(Progress progress) throws NotCertifiedException {
        if (progress.report()
                .filter(report -> report.verdict() == Verdict.CERTIFIED)
                .isEmpty()) {
            throw new NotCertifiedException("'" + progress.provider() + "' is not certified: " + progress.message());
        }
        return null;
    }

    private int width() {
        int width = session.getTerminal().getWidth();
        return width > 0 ? width : 80;
    }
}
