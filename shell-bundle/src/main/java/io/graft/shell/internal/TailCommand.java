package io.graft.shell.internal;

import io.graft.bus.binding.Bus;
import java.io.PrintStream;
import java.util.Iterator;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** {@code graft:tail}: the events on the bus as they come. */
@Service
@Command(
        scope = "graft",
        name = "tail",
        description = "Shows events as they come over the bus, until Ctrl-C.",
        detailedDescription = "classpath:tail.txt")
public final class TailCommand implements Action {

    @Reference
    private Bus bus;

    @Reference
    private Session session;

    @Argument(
            index = 0,
            name = "device",
            multiValued = true,
            description = "Only events of this device; of all where none is given. Options may follow it")
    @Completion(TailWords.class)
    private List<String> words;

    @Option(name = "--count", description = "End after this many events")
    private int count;

    @Option(name = "--json", description = "Print each event as one line of JSON")
    private boolean json;

    private String device;

    /** Shows events until there are enough, or until it is interrupted. */
    @Override
    public Object execute() {
        readWords();
        if (count < 0) {
            throw new IllegalArgumentException("--count " + count + " is less than nothing; give 1 or more");
        }
        PrintStream out = session.getConsole();
        try (Tail tail = new Tail(bus, device)) {
            if (!json) {
                out.println("Events of " + (device == null ? "all devices" : device)
                        + (count == 0 ? "; Ctrl-C ends it." : "; it ends after " + count + "."));
            }
            tail.show(out, json, count);
            if (!json) {
                out.println(tail.summary());
            }
        }
        return null;
    }

    /** The shell takes options before the device's name only; here they may stand behind it as well. */
    private void readWords() {
        Iterator<String> all = words == null ? List.<String>of().iterator() : words.iterator();
        while (all.hasNext()) {
            String word = all.next();
            if (word.equals("--json")) {
                json = true;
            } else if (word.equals("--count")) {
                count = number(all);
            } else if (word.startsWith("--") || device != null) {
                throw new IllegalArgumentException("'" + word + "' is not understood; see graft:tail --help");
            } else {
                device = word;
            }
        }
    }

    private static int number(Iterator<String> following) {
        String text = following.hasNext() ? following.next() : "";
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--count needs a number, not '" + text + "'", e);
        }
    }
}
