package io.graft.persistence.redis.internal.events;

import io.graft.api.model.Event;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.persistence.redis.internal.codec.Bytes;
import io.graft.persistence.redis.internal.link.RedisLink;
import io.graft.persistence.redis.internal.link.Script;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The events behind the members of a page, some at a time. Used by one thread. */
final class Records {

    static final long CHUNK_BYTES = 1 << 20;
    static final int CHUNK_RECORDS = 500;

    private static final Script RECORDS = Script.of(Records.class, "records.lua");

    private final RedisLink link;
    private final byte[] key;
    private final Names names;
    private final List<Member> members;
    private Map<UUID, Event> chunk = new HashMap<>();

    /**
     * @param members those of the page
     * @param first records of their events from the first on, each once
     */
    Records(RedisLink link, byte[] key, Names names, List<Member> members, List<?> first) {
        this.link = link;
        this.key = key;
        this.names = names;
        this.members = members;
        decode(ids(0, first.size()), first);
    }

    /** The event of a member, or null if it is not there any more. */
    Event event(int index) {
        UUID id = members.get(index).id();
        if (!chunk.containsKey(id)) {
            fetch(index);
        }
        return chunk.get(id);
    }

    /** How many members from the first on have their events here already. */
    int loaded() {
        int count = 0;
        while (count < members.size() && chunk.containsKey(members.get(count).id())) {
            count++;
        }
        return count;
    }

    private void fetch(int from) {
        List<UUID> ids = ids(from, CHUNK_RECORDS);
        List<byte[]> arguments = new ArrayList<>(ids.size() + 1);
        arguments.add(Bytes.number(CHUNK_BYTES));
        ids.forEach(id -> arguments.add(Selection.id(id)));
        chunk = new HashMap<>();
        decode(ids, link.read(RECORDS, key, arguments));
    }

    private List<UUID> ids(int from, int most) {
        Set<UUID> seen = new HashSet<>();
        List<UUID> ids = new ArrayList<>();
        for (int i = from; i < members.size() && ids.size() < most; i++) {
            if (seen.add(members.get(i).id())) {
                ids.add(members.get(i).id());
            }
        }
        return ids;
    }

    private void decode(List<UUID> ids, List<?> stored) {
        Map<UUID, byte[]> records = new LinkedHashMap<>();
        for (int i = 0; i < stored.size(); i++) {
            records.put(ids.get(i), (byte[]) stored.get(i));
        }
        chunk.putAll(decode(link, names, records));
    }

    /** Events of their records; null for null. */
    static Map<UUID, Event> decode(RedisLink link, Names names, Map<UUID, byte[]> records) {
        Map<UUID, EventRecord> parsed = new LinkedHashMap<>();
        Set<NameId> used = new HashSet<>();
        Map<UUID, Event> events = new HashMap<>();
        records.forEach((id, record) -> {
            if (record == null) {
                events.put(id, null);
            } else {
                EventRecord head = checked(link, id, () -> new EventRecord(record));
                head.names(used::add);
                parsed.put(id, head);
            }
        });
        Map<NameId, Name> known = names.resolve(used);
        parsed.forEach((id, record) -> events.put(id, checked(link, id, () -> record.event(id, known))));
        return events;
    }

    private interface Decoding<T> {
        T get();
    }

    private static <T> T checked(RedisLink link, UUID id, Decoding<T> decoding) {
        try {
            return decoding.get();
        } catch (IndexOutOfBoundsException | ClassCastException | IllegalArgumentException e) {
            throw new CorruptStoreException(
                    "the record of event " + id + " in " + link.server() + " is damaged: " + e.getMessage()
                            + "; delete the event, or restore a backup",
                    e);
        }
    }
}
