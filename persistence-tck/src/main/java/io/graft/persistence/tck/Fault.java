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

    /**
     * A fault of two steps, of which the second is done only after the first. Used by one thread.
     *
     * @param begin returns when it is so
     * @param end returns when it is over and the server serves
     */
    static Fault of(Runnable begin, Runnable end) {
        return new Fault() {
            private boolean begun;

            @Override
            public void begin() {
                begin.run();
                begun = true;
            }

            @Override
            public void end() {
                if (begun) {
                    begun = false;
                    end.run();
                }
            }
        };
    }
}
