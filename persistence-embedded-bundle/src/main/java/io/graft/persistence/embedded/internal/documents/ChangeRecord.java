package io.graft.persistence.embedded.internal.documents;

import io.graft.api.persistence.CollectionSpec;
import java.nio.ByteBuffer;

/** How changes stand in the log. */
final class ChangeRecord {

    private static final int DEFINE = 1;
    private static final int PUT = 2;
    private static final int DELETE = 3;

    private ChangeRecord() {}

    static byte[] define(CollectionSpec spec) {
        return new ByteWriter()
                .number(DEFINE)
                .text(spec.name())
                .raw(DocumentCodec.encode(spec))
                .toBytes();
    }

    static byte[] put(String collection, String id, byte[] document) {
        return new ByteWriter()
                .number(PUT)
                .text(collection)
                .text(id)
                .raw(document)
                .toBytes();
    }

    static byte[] delete(String collection, String id) {
        return new ByteWriter().number(DELETE).text(collection).text(id).toBytes();
    }

    /** Makes the change. */
    static void apply(ByteBuffer record, DocumentFile file) {
        ByteReader in = new ByteReader(record);
        long kind = in.number();
        String collection = in.text();
        if (kind == DEFINE) {
            file.define(DocumentCodec.decodeSpec(collection, in.rest()));
        } else if (kind == PUT) {
            file.collection(collection).put(in.text(), in.rest());
        } else if (kind == DELETE) {
            file.collection(collection).remove(in.text());
        } else {
            throw new IllegalStateException("a change of kind " + kind + " is unknown");
        }
    }
}
