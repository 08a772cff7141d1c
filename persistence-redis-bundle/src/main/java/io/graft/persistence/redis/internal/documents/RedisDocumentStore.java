package io.graft.persistence.redis.internal.documents;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.InvalidQueryException;
import io.graft.persistence.redis.internal.codec.Texts;
import io.graft.persistence.redis.internal.link.RedisLink;
import io.graft.persistence.redis.internal.link.Script;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Documents in Redis. Each collection has a hash tag of its own, so that a cluster spreads them. */
public final class RedisDocumentStore implements DocumentStore {

    private static final Script OPEN = Script.of(RedisDocumentStore.class, "open.lua");

    private final RedisLink link;
    private final String space;
    private final Map<CollectionSpec, RedisCollection> opened = new ConcurrentHashMap<>();

    /** @param space what the hash tags of all keys begin with */
    public RedisDocumentStore(RedisLink link, String space) {
        this.link = link;
        this.space = space;
    }

    @Override
    public DocumentCollection collection(CollectionSpec spec) {
        RedisCollection known = opened.get(spec);
        return known != null ? known : open(spec);
    }

    private RedisCollection open(CollectionSpec spec) {
        byte[] base = ("{" + space + ":c:" + spec.name() + "}").getBytes(StandardCharsets.US_ASCII);
        RedisCollection collection = new RedisCollection(link, spec, base);
        List<byte[]> fields = new ArrayList<>();
        add(fields, DocumentRecord.UNIQUE, spec.unique());
        add(fields, DocumentRecord.TEXT, spec.indexed());
        add(fields, DocumentRecord.NUMBER, spec.numbers());
        List<Object> answer = link.write(OPEN, base, fields);
        if ((Long) answer.get(0) == 0) {
            throw new InvalidQueryException("collection " + spec.name() + " exists, and its field '"
                    + Texts.decode((byte[]) answer.get(1))
                    + "' was not unique; a unique field can't be added later");
        }
        opened.put(spec, collection);
        return collection;
    }

    private static void add(List<byte[]> fields, char kind, Set<String> names) {
        names.forEach(name -> fields.add(Texts.encode(kind + name)));
    }
}
