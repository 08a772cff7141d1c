package io.graft.persistence.redis.internal.events;

import io.graft.persistence.redis.internal.codec.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The entries that events have in the lists, made here so that the server has nothing to do but to add them. They are
 * those of {@code entries} in {@code common.lua}, which takes them out again. Used by one thread.
 */
final class Listing {

    private static final byte[] SCORE = "0".getBytes(StandardCharsets.US_ASCII);
    private static final NameId NONE = new NameId(0, 0);

    private final Map<ListKey, List<byte[]>> lists = new LinkedHashMap<>();

    private record ListKey(char kind, NameId id) {}

    /**
     * Adds an event.
     *
     * @param names those of the event and of its readings
     */
    void add(UUID id, EventRecord.Used names) {
        Names.Encoded stream = names.stream();
        boolean simple = names.readings().size() == 1
                && names.readings().get(0).origin() == names.origin()
                && names.readings().get(0).series().device().equals(stream.device());
        boolean same = simple && names.readings().get(0).series().pair().equals(stream.pair());
        byte[] member = member(names.origin(), id, 0).toArray();
        if (!simple) {
            add('e', NONE, member);
            add('d', stream.device(), member);
        }
        if (!same) {
            add('p', stream.pair(), member);
        }
        int number = EventRecord.FIRST_READING;
        for (EventRecord.UsedReading reading : names.readings()) {
            Names.Encoded series = reading.series();
            byte[] entry = member(reading.origin(), id, 3).put(number--, 3).toArray();
            if (simple) {
                add('x', NONE, entry);
                add('y', series.device(), entry);
            } else {
                add('a', NONE, entry);
                add('v', series.device(), entry);
            }
            add('t', series.resource(), entry);
            add(same ? 'z' : 'w', series.pair(), entry);
        }
    }

    private static Bytes member(long origin, UUID id, int more) {
        return new Bytes(Long.BYTES + Selection.ID_LENGTH + more)
                .putSorting(origin)
                .put(Selection.id(id));
    }

    private void add(char kind, NameId id, byte[] member) {
        List<byte[]> members = lists.computeIfAbsent(new ListKey(kind, id), key -> new ArrayList<>());
        members.add(SCORE);
        members.add(member);
    }

    /** Of each list its name, how many arguments follow, and those as {@code ZADD} takes them. */
    void putTo(List<byte[]> arguments) {
        lists.forEach((list, members) -> {
            Bytes name = new Bytes(2 + NameId.LENGTH).putByte(':').putByte(list.kind());
            arguments.add((list.id().equals(NONE) ? name : name.put(list.id().bytes())).toArray());
            arguments.add(Bytes.number(members.size()));
            arguments.addAll(members);
        });
    }

    void clear() {
        lists.clear();
    }
}
