package io.graft.api.persistence;

/** A unique value is taken by another document. Nothing was changed. */
public class DuplicateKeyException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String value;

    public DuplicateKeyException(String collection, String field, String value) {
        super("a document of " + collection + " with " + field + " '" + value + "' exists already");
        this.field = field;
        this.value = value;
    }

    /** The field whose value is taken; {@code id} for the document's id. */
    public String field() {
        return field;
    }

    /** The value that is taken. */
    public String value() {
        return value;
    }

    @Override
    public boolean retriable() {
        return false;
    }
}
