package io.graft.persistence.embedded.internal.documents;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The stored form of documents and specifications, in the log and in the file alike. */
final class DocumentCodec {

    private DocumentCodec() {}

    static byte[] encode(Document document) {
        ByteWriter out = new ByteWriter();
        out.number(document.revision()).number(document.texts().size());
        document.texts().forEach((field, values) -> {
            out.text(field).number(values.size());
            values.forEach(out::text);
        });
        out.number(document.numbers().size());
        document.numbers().forEach((field, number) -> out.text(field).number(number));
        return out.text(document.body()).toBytes();
    }

    static Document decode(String id, byte[] bytes) {
        return decode(id, bytes, true);
    }

    /** The document without its body. */
    static Document decodeHead(String id, byte[] bytes) {
        return decode(id, bytes, false);
    }

    private static Document decode(String id, byte[] bytes, boolean withBody) {
        ByteReader in = new ByteReader(ByteBuffer.wrap(bytes));
        long revision = in.number();
        Map<String, List<String>> texts = new HashMap<>();
        for (int fields = in.count(); fields > 0; fields--) {
            String field = in.text();
            texts.put(field, Stream.generate(in::text).limit(in.count()).toList());
        }
        Map<String, Long> numbers = new HashMap<>();
        for (int fields = in.count(); fields > 0; fields--) {
            numbers.put(in.text(), in.number());
        }
        return new Document(id, revision, texts, numbers, withBody ? in.text() : "");
    }

    static byte[] encode(CollectionSpec spec) {
        ByteWriter out = new ByteWriter();
        for (Set<String> fields : List.of(spec.unique(), spec.indexed(), spec.numbers())) {
            out.number(fields.size());
            fields.forEach(out::text);
        }
        return out.toBytes();
    }

    static CollectionSpec decodeSpec(String name, byte[] bytes) {
        ByteReader in = new ByteReader(ByteBuffer.wrap(bytes));
        return new CollectionSpec(name, names(in), names(in), names(in));
    }

    private static Set<String> names(ByteReader in) {
        Set<String> names = new HashSet<>();
        for (int count = in.count(); count > 0; count--) {
            names.add(in.text());
        }
        return names;
    }
}
