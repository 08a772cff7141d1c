package io.graft.persistence.tck;

/** How much a run does of what can be done to any length: sizes of histories, lengths of random sequences. */
public enum Effort {
    /** All checks in a minute or two: for builds and for certification. */
    QUICK(1),
    /** Ten times as much: for a provider's nightly build. */
    THOROUGH(10);

    private final int factor;

    Effort(int factor) {
        this.factor = factor;
    }

    /** How many times as much as {@link #QUICK} does. */
    public int factor() {
        return factor;
    }
}
