package io.graft.api.persistence;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** The documents of one kind. Every method is atomic, also among many threads. */
@ConsumerType
public interface DocumentCollection {

    /**
     * Adds a document.
     *
     * @return the document as stored, with revision 1
     * @throws DuplicateKeyException if its id or one of its unique values is taken; names the field ({@code id} for the
     *     id) and the value
     * @throws InvalidQueryException if it has a field that the collection's specification does not name
     */
    Document insert(Document document);

    /**
     * Replaces the document with the same id.
     *
     * @param ifRevision the revision that the caller has read
     * @return the document as stored, with the next revision
     * @throws ConflictException if the stored revision is another one, or no document has this id
     * @throws DuplicateKeyException if one of its unique values is another document's
     * @throws InvalidQueryException if it has a field that the collection's specification does not name
     */
    Document replace(Document document, long ifRevision);

    /**
     * Removes the document with this id.
     *
     * @return whether it was there
     */
    boolean delete(String id);

    /** The document with this id. */
    Optional<Document> get(String id);

    /**
     * The document that has a value in a unique field.
     *
     * @throws InvalidQueryException if the field is not a unique one of this collection
     */
    Optional<Document> get(String uniqueField, String value);

    /**
     * The documents that a query asks for.
     *
     * @throws InvalidQueryException if it names a field that the collection does not have, or uses it as what it is not
     */
    Page<Document> find(DocumentQuery query);

    /**
     * The exact number of the documents that meet all conditions of a query; its window is disregarded. One condition,
     * or none, costs no scan.
     */
    long count(DocumentQuery query);
}
