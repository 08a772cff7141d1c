package io.graft.shell.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.persistence.binding.MigrationException;
import io.graft.persistence.binding.MigrationException.Reason;
import io.graft.persistence.binding.MigrationRequest;
import io.graft.persistence.binding.MigrationRequest.Existing;
import io.graft.persistence.binding.MigrationStatus;
import io.graft.persistence.binding.MigrationStatus.Phase;
import io.graft.persistence.binding.Migrations;
import java.io.PrintStream;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** {@code graft:migrate}: moves a service's data to another database. */
@Service
@Command(
        scope = "graft",
        name = "migrate",
        description = "Moves a service's data to another database, on the running gateway.",
        detailedDescription = "classpath:migrate.txt")
public final class MigrateCommand implements Action {

    private static final long STEP_MILLIS = 500;

    @Reference
    private Migrations migrations;

    @Reference
    private Session session;

    @Argument(
            index = 0,
            name = "service",
            multiValued = true,
            description = "The service, e.g. core-data; all of them if left out. Options may follow it")
    @Completion(MigrateWords.class)
    private List<String> words;

    private String service;

    @Option(name = "--to", description = "The provider that shall have the data, e.g. redis: starts a migration")
    @Completion(ProviderNames.class)
    private String provider;

    @Option(name = "--rate", description = "How many events or documents are copied in a second at most")
    private int rate;

    @Option(
            name = "--window",
            description = "How long it can be rolled back, e.g. 30m, 24h, 7d; 0 for not at all. A day if left out")
    private String window;

    @Option(name = "--merge", description = "Keep what the other database holds already beside the service's data")
    private boolean merge;

    @Option(name = "--replace", description = "Remove what the other database holds already and the service has not")
    private boolean replace;

    @Option(name = "--pause", description = "Stop copying until it is resumed")
    private boolean pause;

    @Option(name = "--resume", description = "Go on after a pause")
    private boolean resume;

    @Option(name = "--abort", description = "Give it up; the service stays where it is")
    private boolean abort;

    @Option(name = "--rollback", description = "Go back to the old database, with all that was written since")
    private boolean rollback;

    @Option(
            name = "--reference",
            description = "Which of the service's references, where it has several; graft:bindings shows them")
    private String reference;

    @Option(name = "--no-wait", description = "Return at once; the migration runs in the gateway anyway")
    private boolean noWait;

    @Option(name = "--json", description = "Print the state as JSON for programs, and return at once")
    private boolean json;

    /** Does what is asked for, and shows how it goes on. */
    @Override
    public Object execute() throws JsonProcessingException, MigrationFailedException {
        readWords();
        if (service == null) {
            all();
            return null;
        }
        long asked = Stream.of(provider != null, pause, resume, abort, rollback)
                .filter(each -> each)
                .count();
        if (asked > 1) {
            throw new MigrationException(
                    Reason.INVALID, "give one of --to, --pause, --resume, --abort, --rollback, not several");
        }
        if (provider == null && (rate != 0 || window != null || merge || replace)) {
            throw new MigrationException(
                    Reason.INVALID,
                    "--rate, --window, --merge and --replace belong to a start: name a provider with --to");
        }
        MigrationStatus status = obey();
        if (json) {
            session.getConsole().println(Views.json(Views.of(status)));
            return null;
        }
        if (noWait || pause || status.phase().over() || status.phase() == Phase.PAUSED) {
            view().details(status);
        } else {
            status = watch(status);
        }
        if (!abort && (status.phase() == Phase.FAILED || status.phase() == Phase.ABORTED)) {
            throw new MigrationFailedException(
                    service + " was not migrated to " + status.to() + ": " + status.message());
        }
        return null;
    }

    /** The shell takes options before the service's name only; here they may stand behind it as well. */
    private void readWords() {
        Iterator<String> all = words == null ? Collections.emptyIterator() : words.iterator();
        while (all.hasNext()) {
            String word = all.next();
            switch (word) {
                case "--to" -> provider = value(word, all);
                case "--rate" -> rate = number(value(word, all));
                case "--window" -> window = value(word, all);
                case "--reference" -> reference = value(word, all);
                case "--merge" -> merge = true;
                case "--replace" -> replace = true;
                case "--pause" -> pause = true;
                case "--resume" -> resume = true;
                case "--abort" -> abort = true;
                case "--rollback" -> rollback = true;
                case "--no-wait" -> noWait = true;
                case "--json" -> json = true;
                default -> {
                    if (word.startsWith("-") || service != null) {
                        throw new MigrationException(
                                Reason.INVALID, "'" + word + "' is not understood; see graft:migrate --help");
                    }
                    service = word;
                }
            }
        }
    }

    private static String value(String option, Iterator<String> following) {
        if (!following.hasNext()) {
            throw new MigrationException(Reason.INVALID, option + " needs a value");
        }
        return following.next();
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new MigrationException(Reason.INVALID, "the rate '" + text + "' is no number", e);
        }
    }

    private MigrationStatus obey() {
        Optional<String> which = Optional.ofNullable(reference);
        if (provider != null) {
            return migrations.start(
                    new MigrationRequest(service, which, provider, rate, WindowText.parse(window), existing()));
        }
        if (pause) {
            return migrations.pause(service, which);
        }
        if (resume) {
            return migrations.resume(service, which);
        }
        if (abort) {
            return migrations.abort(service, which);
        }
        if (rollback) {
            return migrations.rollback(service, which);
        }
        return migrations
                .of(service, which)
                .orElseThrow(() -> new MigrationException(
                        Reason.UNKNOWN,
                        "no migration of '" + service
                                + "' has been started on this gateway; start one with graft:migrate " + service
                                + " --to <provider>"));
    }

    private Existing existing() {
        if (merge && replace) {
            throw new MigrationException(Reason.INVALID, "give --merge or --replace, not both");
        }
        return merge ? Existing.MERGE : replace ? Existing.REPLACE : Existing.REFUSE;
    }

    /** Shows it until it is over; Ctrl-C ends the looking, not the migration. */
    private MigrationStatus watch(MigrationStatus begun) {
        MigrationView view = view();
        MigrationStatus status = begun;
        try {
            while (!status.phase().over() && status.phase() != Phase.PAUSED) {
                view.show(status);
                Thread.sleep(STEP_MILLIS);
                status = migrations.of(service, Optional.of(begun.reference())).orElse(status);
            }
        } catch (InterruptedException e) {
            view.leave();
            PrintStream out = session.getConsole();
            out.println("The migration goes on in the gateway. Look at it with   graft:migrate " + service);
            out.println(
                    "give it up with                                         graft:migrate " + service + " --abort");
            return status;
        }
        view.details(status);
        return status;
    }

    private void all() throws JsonProcessingException {
        List<MigrationStatus> all = migrations.list();
        PrintStream out = session.getConsole();
        if (json) {
            out.println(Views.json(all.stream().map(Views::of).toList()));
        } else if (all.isEmpty()) {
            out.println("No migration has been started on this gateway; start one with graft:migrate <service> --to"
                    + " <provider>");
        } else {
            all.forEach(view()::details);
        }
    }

    private MigrationView view() {
        if (session.getTerminal() == null) {
            return new MigrationView(session.getConsole(), 0);
        }
        int width = session.getTerminal().getWidth();
        return new MigrationView(session.getConsole(), width > 0 ? width : 80);
    }
}
