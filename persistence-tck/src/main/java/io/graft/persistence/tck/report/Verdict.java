package io.graft.persistence.tck.report;

/** What follows from the checks. */
public enum Verdict {
    /** Every check passed, but those that may be left out. */
    CERTIFIED("certified"),
    /** A check failed. */
    FAILED("failed"),
    /** No check failed, but not everything that had to be checked was. */
    INCOMPLETE("incomplete");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /** As it stands in JSON. */
    public String text() {
        return text;
    }
}
