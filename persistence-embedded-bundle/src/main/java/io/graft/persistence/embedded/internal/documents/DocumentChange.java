package io.graft.persistence.embedded.internal.documents;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;

/**
 * A change that a caller asks for. The log's thread decides on it and notes here what came of it, before the caller
 * goes on.
 */
abstract sealed class DocumentChange {

    /** What is written to the log, and applied once it is durable; null if nothing is to be changed. */
    byte[] record;

    /** Creates a collection, or adds fields to it. */
    static final class Define extends DocumentChange {
        final CollectionSpec spec;
        CollectionSpec decided;

        Define(CollectionSpec spec) {
            this.spec = spec;
        }
    }

    /** Inserts a document, or replaces one with a revision. */
    static final class Put extends DocumentChange {
        final String collection;
        final Document document;
        final Long ifRevision;
        Document stored;

        private Put(String collection, Document document, Long ifRevision) {
            this.collection = collection;
            this.document = document;
            this.ifRevision = ifRevision;
        }

        static Put insert(String collection, Document document) {
            return new Put(collection, document, null);
        }

        static Put replace(String collection, Document document, long ifRevision) {
            return new Put(collection, document, ifRevision);
        }
    }

    /** Removes a document. */
    static final class Delete extends DocumentChange {
        final String collection;
        final String id;
        boolean found;

        Delete(String collection, String id) {
            this.collection = collection;
            this.id = id;
        }
    }
}
