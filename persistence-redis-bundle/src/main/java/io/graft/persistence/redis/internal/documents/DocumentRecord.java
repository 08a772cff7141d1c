package io.graft.persistence.redis.internal.documents;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.Document;
import io.graft.persistence.redis.internal.codec.Bytes;
import io.graft.persistence.redis.internal.codec.Input;
import io.graft.persistence.redis.internal.codec.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A document as it is stored; {@code common.lua} describes it. */
final class DocumentRecord {

    static final char UNIQUE = 'u';
    static final char TEXT = 't';
    static final char NUMBER = 'n';

    private DocumentRecord() {}

    /** Stores a document with its own revision. */
    static byte[] encode(CollectionSpec spec, Document document) {
        Bytes entries = new Bytes(128);
        int count = 0;
        for (Map.Entry<String, List<String>> field : document.texts().entrySet()) {
            char kind = spec.unique().contains(field.getKey()) ? UNIQUE : TEXT;
            for (String value : field.getValue()) {
                entry(entries, kind, field.getKey(), Texts.encode(value));
                count++;
            }
        }
        for (Map.Entry<String, Long> field : document.numbers().entrySet()) {
            entry(entries, NUMBER, field.getKey(), sorting(field.getValue()));
            count++;
        }
        byte[] index = entries.toArray();
        byte[] body = Texts.encode(document.body());
        return new Bytes(12 + index.length + body.length)
                .put(document.revision(), Long.BYTES)
                .put(count, Integer.BYTES)
                .put(index)
                .put(body)
                .toArray();
    }

    static byte[] sorting(long number) {
        return new Bytes(Long.BYTES).putSorting(number).toArray();
    }

    private static void entry(Bytes out, char kind, String field, byte[] value) {
        byte[] name = Texts.encode(field);
        out.putByte(kind)
                .put(name.length, Short.BYTES)
                .put(name)
                .put(value.length, Integer.BYTES)
                .put(value);
    }

    /**
     * Reads a document.
     *
     * @param record null if it is not there, though something points to it
     * @param where the collection, for the message
     * @throws CorruptStoreException if it can't be read
     */
    static Document decode(String id, byte[] record, String where) {
        if (record == null) {
            throw damaged(id, where, "it is not there, though the indexes have it", null);
        }
        try {
            Input in = new Input(record);
            long revision = in.get(Long.BYTES);
            Map<String, List<String>> texts = new HashMap<>();
            Map<String, Long> numbers = new HashMap<>();
            for (long left = in.get(Integer.BYTES); left > 0; left--) {
                int kind = in.getByte();
                String field = in.getText((int) in.get(Short.BYTES));
                int length = (int) in.get(Integer.BYTES);
                if (kind == NUMBER) {
                    numbers.put(field, in.getSorting());
                } else {
                    texts.computeIfAbsent(field, name -> new ArrayList<>()).add(in.getText(length));
                }
            }
            return new Document(id, revision, texts, numbers, in.rest());
        } catch (IndexOutOfBoundsException e) {
            throw damaged(id, where, e.getMessage(), e);
        }
    }

    private static CorruptStoreException damaged(String id, String where, String how, Throwable cause) {
        return new CorruptStoreException(
                "document '" + id + "' of " + where + " is damaged: " + how + "; restore a backup", cause);
    }
}
