package io.graft.api.persistence;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Named collections of JSON documents with unique keys, secondary indexes and optimistic revisions. The rules of the
 * package hold.
 */
@ConsumerType
public interface DocumentStore {

    /**
     * The collection with this specification, created at first use; cheap, and may be called as often as one likes. A
     * later specification of the same name may add fields: they are indexed for the documents written from then on,
     * and for older ones when they are next replaced.
     *
     * @throws InvalidQueryException if the collection exists and a unique field is new to it
     */
    DocumentCollection collection(CollectionSpec spec);
}
