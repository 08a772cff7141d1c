package io.graft.persistence.tck;

/** Something bad that can be begun and ended. Ending what has not begun does nothing. */
public interface Fault {

    /**
     * Returns when it is so.
     *
     * @throws Exception if it can't be done
     */
    void begin() throws Exception;

    /**
     * Returns when it is over and the server serves.
     *
     * @throws Exception if it can't be done
     */
    void end() throws Exception;
}
