package ${package};

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;
import java.util.ArrayList;
import java.util.List;

/** Under which keys documents are found. Every index ends in the order of the ids. */
final class DocumentKeys {

    private static final char SPEC = 'S';
    private static final char DOCUMENT = 'D';
    private static final char TEXT = 't';
    private static final char ASCENDING = 'a';
    private static final char DESCENDING = 'd';
    private static final char LACKING = 'l';

    private DocumentKeys() {}

    static byte[] spec(String collection) {
        return new Key(SPEC).text(collection).bytes();
    }

    static byte[] document(String collection, String id) {
        return new Key(DOCUMENT).text(collection).text(id).bytes();
    }

    static byte[] text(String collection, String field, String value, String id) {
        return text(collection, field, value).text(id).bytes();
    }

    static byte[] lacking(String collection, String field, String id) {
        return new Key(LACKING).text(collection).text(field).text(id).bytes();
    }

    /** Every key by which a document is found, but for its id. */
    static List<byte[]> indexes(CollectionSpec spec, Document document) {
        List<byte[]> keys = new ArrayList<>();
        document.texts().forEach((field, values) -> values.forEach(value -> keys.add(
                text(spec.name(), field, value, document.id()))));
        for (String field : spec.numbers()) {
            Long number = document.numbers().get(field);
            if (number == null) {
                keys.add(lacking(spec.name(), field, document.id()));
            } else {
                keys.add(number(ASCENDING, spec.name(), field)
                        .ascending(number)
                        .text(document.id())
                        .bytes());
                keys.add(number(DESCENDING, spec.name(), field)
                        .descending(number)
                        .text(document.id())
                        .bytes());
            }
        }
        return keys;
    }

    /** All documents, in the order of their ids. */
    static Table.Range ids(Table table, String collection) {
        return table.range(new Key(DOCUMENT).text(collection).bytes());
    }

    /** The documents with a value, in the order of their ids. */
    static Table.Range equal(Table table, String collection, String field, String value) {
        return table.range(text(collection, field, value).bytes());
    }

    /** The documents that lack a number, in the order of their ids. */
    static Table.Range lacking(Table table, String collection, String field) {
        return table.range(new Key(LACKING).text(collection).text(field).bytes());
    }

    /** The documents with a number between two others, in the order of the number. */
    static Table.Range between(
            Table table, String collection, String field, long least, long most, boolean descending) {
        Key prefix = number(descending ? DESCENDING : ASCENDING, collection, field);
        int at = prefix.bytes().length + Long.BYTES;
        if (least > most) {
            return table.range(at, prefix.bytes(), prefix.bytes());
        }
        byte[] from = descending
                ? new Key(prefix.bytes()).descending(most).bytes()
                : new Key(prefix.bytes()).ascending(least).bytes();
        byte[] last = descending
                ? new Key(prefix.bytes()).descending(least).bytes()
                : new Key(prefix.bytes()).ascending(most).bytes();
        return table.range(at, from, Key.after(last));
    }

    private static Key text(String collection, String field, String value) {
        return new Key(TEXT).text(collection).text(field).text(value);
    }

    private static Key number(char kind, String collection, String field) {
        return new Key(kind).text(collection).text(field);
    }
}
