package io.graft.api.persistence;

/** A document was changed or removed since the caller read it. Nothing was changed; read again and decide. */
public class ConflictException extends StoreException {

    private static final long serialVersionUID = 1L;

    public ConflictException(String message) {
        super(message);
    }

    @Override
    public boolean retriable() {
        return false;
    }
}
