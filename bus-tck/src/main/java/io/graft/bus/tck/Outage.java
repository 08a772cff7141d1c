package io.graft.bus.tck;

/** Takes the broker away, and brings it back with all that it had acknowledged. */
public interface Outage {

    /**
     * Ends the broker, or cuts it off; connections break.
     *
     * @throws Exception if that can't be done
     */
    void begin() throws Exception;

    /**
     * Brings it back; has no effect if it is there.
     *
     * @throws Exception if that can't be done
     */
    void end() throws Exception;
}
