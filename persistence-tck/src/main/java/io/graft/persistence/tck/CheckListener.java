package io.graft.persistence.tck;

/** Is told how a run goes on, on the thread of the run. */
public interface CheckListener {

    /** Tells nobody. */
    CheckListener NONE = new CheckListener() {};

    /**
     * A check begins.
     *
     * @param number which one it is, from 1
     * @param of how many there are in all
     */
    default void started(Check check, int number, int of) {}

    /** A check has ended, or is left out. */
    default void finished(CheckResult result) {}
}
