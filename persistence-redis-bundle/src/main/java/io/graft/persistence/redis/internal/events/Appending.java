package io.graft.persistence.redis.internal.events;

import io.graft.api.model.Event;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.redis.internal.codec.Bytes;
import io.graft.persistence.redis.internal.link.RedisLink;
import io.graft.persistence.redis.internal.link.Script;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Stores a batch, some events in a script at a time. Used by one thread, once. */
final class Appending {

    private static final Script APPEND = Script.of(Appending.class, "append.lua");
    private static final int MOST_EVENTS = 200;
    private static final int MOST_READINGS = 500;
    private static final int MOST_BYTES = 1 << 20;
    private static final int ATTEMPTS = 3;

    private final RedisLink link;
    private final byte[] key;
    private final Names names;
    private final Set<UUID> duplicates = new HashSet<>();

    private final List<UUID> ids = new ArrayList<>();
    private final List<byte[]> records = new ArrayList<>();
    private final Map<NameId, Names.Encoded> used = new LinkedHashMap<>();
    private int readings;
    private int bytes;

    Appending(RedisLink link, byte[] key, Names names) {
        this.link = link;
        this.key = key;
        this.names = names;
    }

    /** Stores the batch; the ids of the events that were there already. */
    Set<UUID> append(List<Event> batch) {
        for (Event event : batch) {
            byte[] record = EventRecord.encode(event, names, name -> used.putIfAbsent(name.id(), name));
            ids.add(event.id());
            records.add(record);
            readings += event.readings().size();
            bytes += record.length;
            if (ids.size() >= MOST_EVENTS || readings >= MOST_READINGS || bytes >= MOST_BYTES) {
                send();
            }
        }
        if (!ids.isEmpty()) {
            send();
        }
        return duplicates;
    }

    private void send() {
        Set<NameId> missing = Set.of();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<Object> answer = link.write(APPEND, key, arguments(missing));
            List<?> told = (List<?>) answer.get(1);
            if ((Long) answer.get(0) == 1) {
                told.forEach(number -> duplicates.add(ids.get(((Long) number).intValue())));
                clear();
                return;
            }
            missing = new HashSet<>();
            for (Object id : told) {
                missing.add(NameId.of((byte[]) id, 0));
            }
        }
        throw new StoreUnavailableException(
                Reason.UNREACHABLE,
                link.server() + " forgets names as soon as it has them; see whether it evicts keys");
    }

    private List<byte[]> arguments(Set<NameId> missing) {
        List<byte[]> arguments = new ArrayList<>(2 + 2 * missing.size() + used.size() + 2 * ids.size());
        arguments.add(Bytes.number(missing.size()));
        for (NameId id : missing) {
            Names.Encoded name = used.get(id);
            arguments.add(name.id().bytes());
            arguments.add(name.name().encode());
        }
        arguments.add(Bytes.number(used.size()));
        used.values().forEach(name -> arguments.add(name.id().bytes()));
        for (int i = 0; i < ids.size(); i++) {
            arguments.add(Selection.id(ids.get(i)));
            arguments.add(records.get(i));
        }
        return arguments;
    }

    private void clear() {
        ids.clear();
        records.clear();
        used.clear();
        readings = 0;
        bytes = 0;
    }
}
