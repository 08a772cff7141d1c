package io.graft.persistence.redis.internal.documents;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.ConflictException;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.api.persistence.DuplicateKeyException;
import io.graft.api.persistence.Page;
import io.graft.persistence.redis.internal.codec.Bytes;
import io.graft.persistence.redis.internal.codec.Input;
import io.graft.persistence.redis.internal.codec.Texts;
import io.graft.persistence.redis.internal.link.RedisLink;
import io.graft.persistence.redis.internal.link.Script;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A collection: a hash of records by id, and an index for each field. All keys have one hash tag. */
final class RedisCollection implements DocumentCollection {

    private static final Script PUT = Script.of(RedisCollection.class, "put.lua");
    private static final Script DELETE = Script.of(RedisCollection.class, "delete.lua");
    private static final Script GET = Script.of(RedisCollection.class, "get.lua");
    private static final Script FIND = Script.of(RedisCollection.class, "find.lua");
    private static final Script COUNT_ANY = Script.of(RedisCollection.class, "count-any.lua");
    private static final byte[] NEW = {};

    private final RedisLink link;
    private final CollectionSpec spec;
    private final FieldRules rules;
    private final byte[] base;
    private final byte[] documents;
    private final String where;

    RedisCollection(RedisLink link, CollectionSpec spec, byte[] base) {
        this.link = link;
        this.spec = spec;
        this.rules = new FieldRules(spec);
        this.base = base;
        this.documents =
                new Bytes(base.length + 2).put(base).putByte(':').putByte('d').toArray();
        this.where = spec.name() + " in " + link.server();
    }

    @Override
    public Document insert(Document document) {
        rules.check(document);
        return put(document.withRevision(1), NEW);
    }

    @Override
    public Document replace(Document document, long ifRevision) {
        rules.check(document);
        return put(
                document.withRevision(ifRevision + 1),
                new Bytes(8).put(ifRevision, Long.BYTES).toArray());
    }

    private Document put(Document document, byte[] revision) {
        List<byte[]> arguments =
                new ArrayList<>(List.of(Texts.encode(document.id()), DocumentRecord.encode(spec, document), revision));
        spec.numbers().forEach(field -> arguments.add(Texts.encode(field)));
        List<Object> answer = link.write(PUT, base, arguments);
        return switch (((Long) answer.get(0)).intValue()) {
            case 1 -> document;
            case 2 ->
                throw new DuplicateKeyException(
                        spec.name(), Texts.decode((byte[]) answer.get(1)), Texts.decode((byte[]) answer.get(2)));
            default -> throw conflict(document, (byte[]) answer.get(1));
        };
    }

    private ConflictException conflict(Document document, byte[] stored) {
        String instead = stored.length == 0
                ? "there is none with this id"
                : "it has revision " + new Input(stored).get(Long.BYTES);
        return new ConflictException("document '" + document.id() + "' of " + spec.name() + " has not revision "
                + (document.revision() - 1) + ": " + instead + "; read it again");
    }

    @Override
    public boolean delete(String id) {
        return (Long) link.write(DELETE, base, List.of(Texts.encode(id))).get(0) == 1;
    }

    @Override
    public Optional<Document> get(String id) {
        return Optional.ofNullable(link.field(documents, Texts.encode(id)))
                .map(record -> DocumentRecord.decode(id, record, where));
    }

    @Override
    public Optional<Document> get(String uniqueField, String value) {
        rules.checkUnique(uniqueField);
        List<Object> answer = link.read(GET, base, List.of(Texts.encode(uniqueField), Texts.encode(value)));
        return answer.isEmpty() ? Optional.empty() : Optional.of(decode(answer, 0));
    }

    @Override
    public Page<Document> find(DocumentQuery query) {
        rules.check(query);
        List<Object> answer = link.read(FIND, base, Finding.page(spec, query));
        List<Document> found = new ArrayList<>();
        for (int i = 1; i < answer.size(); i += 2) {
            found.add(decode(answer, i));
        }
        return new Page<>(found, query.withTotal() ? OptionalLong.of((Long) answer.get(0)) : OptionalLong.empty());
    }

    @Override
    public long count(DocumentQuery query) {
        rules.check(query);
        if (query.conditions().size() == 1 && query.conditions().get(0) instanceof Condition.AnyOf any) {
            List<byte[]> arguments = new ArrayList<>();
            arguments.add((spec.unique().contains(any.field()) ? "u" : "t").getBytes(StandardCharsets.US_ASCII));
            arguments.add(Texts.encode(any.field()));
            any.values().forEach(value -> arguments.add(Texts.encode(value)));
            return (Long) link.read(COUNT_ANY, base, arguments).get(0);
        }
        return (Long) link.read(FIND, base, Finding.count(spec, query)).get(0);
    }

    private Document decode(List<Object> answer, int at) {
        return DocumentRecord.decode(Texts.decode((byte[]) answer.get(at)), (byte[]) answer.get(at + 1), where);
    }
}
