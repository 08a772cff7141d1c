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
    private static final int MOST_EVENTS = 500;
    private static final int MOST_READINGS = 1_000;
    private static final int MOST_BYTES = 1 << 20;
    private static final int ATTEMPTS = 3;

    private final RedisLink link;
    private final byte[] key;
    private final Names names;
    private final Set<UUID> duplicates = new HashSet<>();

    private final Map<UUID, byte[]> records = new LinkedHashMap<>();
    private final Map<NameId, Names.Encoded> used = new LinkedHashMap<>();
    private final Map<NameId, NameId> streams = new LinkedHashMap<>();
    private final Listing listing = new Listing();
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
            if (records.containsKey(event.id())) {
                duplicates.add(event.id());
                continue;
            }
            add(event);
            if (records.size() >= MOST_EVENTS || readings >= MOST_READINGS || bytes >= MOST_BYTES) {
                send();
            }
        }
        if (!records.isEmpty()) {
            send();
        }
        return duplicates;
    }

    private void add(Event event) {
        EventRecord.Used names = EventRecord.Used.of(event, this.names);
        byte[] record = EventRecord.encode(event, names);
        names.each(name -> used.putIfAbsent(name.id(), name));
        streams.putIfAbsent(names.stream().pair(), names.stream().id());
        listing.add(event.id(), names);
        records.put(event.id(), record);
        readings += event.readings().size();
        bytes += record.length;
    }

    private void send() {
        Set<NameId> unknown = new HashSet<>();
        used.keySet().stream().filter(id -> !names.isStored(id)).forEach(unknown::add);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<Object> answer = link.write(APPEND, key, arguments(unknown));
            List<?> told = (List<?>) answer.get(1);
            if ((Long) answer.get(0) == 1) {
                names.stored(used.keySet());
                List<UUID> ids = List.copyOf(records.keySet());
                told.forEach(number -> duplicates.add(ids.get(((Long) number).intValue())));
                clear();
                return;
            }
            told.forEach(id -> unknown.add(NameId.of((byte[]) id, 0)));
        }
        throw new StoreUnavailableException(
                Reason.UNREACHABLE,
                link.server() + " forgets names as soon as it has them; see whether it evicts keys");
    }

    private List<byte[]> arguments(Set<NameId> unknown) {
        List<byte[]> arguments = new ArrayList<>(16 + 2 * used.size() + 10 * records.size());
        arguments.add(Bytes.number(unknown.size()));
        for (NameId id : unknown) {
            arguments.add(id.bytes());
            arguments.add(used.get(id).name().encode());
        }
        arguments.add(Bytes.number(used.size() - unknown.size()));
        used.keySet().stream().filter(id -> !unknown.contains(id)).forEach(id -> arguments.add(id.bytes()));
        arguments.add(Bytes.number(streams.size()));
        streams.forEach((pair, stream) -> {
            arguments.add(pair.bytes());
            arguments.add(stream.bytes());
        });
        arguments.add(Bytes.number(records.size()));
        records.forEach((id, record) -> {
            arguments.add(Selection.id(id));
            arguments.add(record);
        });
        listing.putTo(arguments);
        return arguments;
    }

    private void clear() {
        records.clear();
        used.clear();
        streams.clear();
        listing.clear();
        readings = 0;
        bytes = 0;
    }
}
