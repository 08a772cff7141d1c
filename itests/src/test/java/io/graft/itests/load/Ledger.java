package io.graft.itests.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What the gateway has told its clients of the records of one kind, to be compared with what the databases hold. */
public final class Ledger {
    private static final int SHOWN = 5;

    private final String kind;
    private final Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<UUID> unclear = ConcurrentHashMap.newKeySet();
    private final Set<UUID> deleted = ConcurrentHashMap.newKeySet();
    private final Set<UUID> perhapsDeleted = ConcurrentHashMap.newKeySet();

    /** @param kind e.g. {@code event} */
    public Ledger(String kind) {
        this.kind = kind;
    }

    /** Its writing was confirmed. */
    public void acknowledged(UUID id) {
        acknowledged.add(id);
    }

    /** It was sent, and no answer says whether it is stored. */
    public void unclear(UUID id) {
        unclear.add(id);
    }

    /** Its deletion was confirmed. */
    public void deleted(UUID id) {
        deleted.add(id);
    }

    /** Its deletion was asked for, and no answer says whether it is deleted in every database. */
    public void perhapsDeleted(UUID id) {
        perhapsDeleted.add(id);
    }

    public int acknowledgements() {
        return acknowledged.size();
    }

    public int deletions() {
        return deleted.size();
    }

    /**
     * One line for each kind of difference.
     *
     * @param stored the ids in each database
     * @param once whether no id may be in two databases
     */
    public List<String> faults(Map<String, Set<UUID>> stored, boolean once) {
        Set<UUID> union = new TreeSet<>();
        Set<UUID> twice = new TreeSet<>();
        stored.values().forEach(ids -> ids.forEach(id -> (union.add(id) ? union : twice).add(id)));
        Set<UUID> lost = minus(minus(minus(acknowledged, deleted), perhapsDeleted), union);
        Set<UUID> back = new TreeSet<>(deleted);
        back.retainAll(union);
        Set<UUID> strangers = minus(minus(union, acknowledged), unclear);
        List<String> faults = new ArrayList<>();
        say(faults, "acknowledged and lost", lost);
        say(faults, "deleted and there again", back);
        say(faults, "stored and never acknowledged", strangers);
        if (once) {
            say(faults, "in two databases", twice);
        }
        return faults;
    }

    private void say(List<String> faults, String what, Set<UUID> ids) {
        if (!ids.isEmpty()) {
            faults.add(ids.size() + " of " + acknowledged.size() + " " + kind + "s are " + what + ", e.g. "
                    + ids.stream().limit(SHOWN).toList());
        }
    }

    private static Set<UUID> minus(Set<UUID> from, Set<UUID> what) {
        Set<UUID> left = new TreeSet<>(from);
        left.removeAll(what);
        return left;
    }
}
