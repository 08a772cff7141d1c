package io.graft.api.persistence;

/** The call asks for what no store can do; the caller has to correct it. */
public class InvalidQueryException extends StoreException {

    private static final long serialVersionUID = 1L;

    public InvalidQueryException(String message) {
        super(message);
    }

    @Override
    public boolean retriable() {
        return false;
    }
}
