package io.graft.persistence.tck;

/** A provider broke a rule. The message says what was done, what was expected and what was found. */
public final class ContractViolation extends AssertionError {

    private static final long serialVersionUID = 1L;

    public ContractViolation(String message) {
        super(message);
    }

    public ContractViolation(String message, Throwable cause) {
        super(message, cause);
    }
}
