package io.graft.api.persistence;

/**
 * Stored data is damaged. The store leaves it as it is; the message says which file or record, and what to do.
 */
public class CorruptStoreException extends StoreException {

    private static final long serialVersionUID = 1L;

    public CorruptStoreException(String message) {
        super(message);
    }

    public CorruptStoreException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean retriable() {
        return false;
    }
}
