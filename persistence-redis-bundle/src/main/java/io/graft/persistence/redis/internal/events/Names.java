package io.graft.persistence.redis.internal.events;

import io.graft.api.persistence.CorruptStoreException;
import io.graft.persistence.redis.internal.link.RedisLink;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The dictionary of names, with a bounded memory of those in use. Safe for use by many threads. */
final class Names {

    private static final int REMEMBERED = 20_000;

    private final RedisLink link;
    private final byte[] key;
    private final Map<Name, Encoded> encoded = new ConcurrentHashMap<>();
    private final Map<NameId, Name> decoded = new ConcurrentHashMap<>();
    private final Map<NameId, Boolean> stored = new ConcurrentHashMap<>();

    /**
     * A name as the dictionary has it, with the ids of its lists.
     *
     * @param resource only of a series
     */
    record Encoded(NameId id, Name name, NameId device, NameId resource, NameId pair) {

        static Encoded of(Name name) {
            return new Encoded(name.id(), name, name.deviceId(), name.whatId(), name.pairId());
        }
    }

    Names(RedisLink link, byte[] key) {
        this.link = link;
        this.key = key;
    }

    Encoded encoded(Name name) {
        Encoded known = encoded.get(name);
        if (known == null) {
            known = Encoded.of(name);
            put(encoded, name, known);
        }
        return known;
    }

    /** Whether the dictionary once had it; it may have been lost since. */
    boolean isStored(NameId id) {
        return stored.containsKey(id);
    }

    void stored(Collection<NameId> ids) {
        ids.forEach(id -> {
            if (!stored.containsKey(id)) {
                put(stored, id, true);
            }
        });
    }

    /** The names with these ids, from memory or else from the dictionary. */
    Map<NameId, Name> resolve(Collection<NameId> ids) {
        Map<NameId, Name> names = new HashMap<>();
        Set<NameId> unknown = new LinkedHashSet<>();
        for (NameId id : ids) {
            Name name = decoded.get(id);
            if (name != null) {
                names.put(id, name);
            } else {
                unknown.add(id);
            }
        }
        if (!unknown.isEmpty()) {
            fetch(List.copyOf(unknown), names);
        }
        return names;
    }

    private void fetch(List<NameId> ids, Map<NameId, Name> names) {
        List<byte[]> values = link.fields(key, ids.stream().map(NameId::bytes).toList());
        for (int i = 0; i < ids.size(); i++) {
            Name name = decode(ids.get(i), values.get(i));
            names.put(ids.get(i), name);
            put(decoded, ids.get(i), name);
        }
    }

    private Name decode(NameId id, byte[] value) {
        if (value == null) {
            throw new CorruptStoreException("an event in " + link.server()
                    + " has a name that the dictionary of names lacks; restore a backup");
        }
        try {
            return NameId.of("stream", value).equals(id) ? Name.Stream.decode(value) : Name.Series.decode(value);
        } catch (IndexOutOfBoundsException e) {
            throw new CorruptStoreException(
                    "the dictionary of names in " + link.server() + " is damaged: " + e.getMessage()
                            + "; restore a backup",
                    e);
        }
    }

    private static <K, V> void put(Map<K, V> map, K key, V value) {
        if (map.size() >= REMEMBERED) {
            map.clear();
        }
        map.put(key, value);
    }
}
