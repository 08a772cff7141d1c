package io.graft.persistence.tck;

import java.util.Optional;

/** What can be done to the server behind a tested provider; each is optional, and ended before the next begins. */
public interface ServerControl {

    /** The server dies at once ({@code kill -9}); ended: it was started again on the same data, and serves. */
    default Optional<Fault> kill() {
        return Optional.empty();
    }

    /** The server keeps its connections and answers nothing ({@code SIGSTOP}); ended: it goes on. */
    default Optional<Fault> freeze() {
        return Optional.empty();
    }

    /** The server takes no changes, e.g. since it is a replica. */
    default Optional<Fault> readOnly() {
        return Optional.empty();
    }

    /** The server has no space left for what is written, on its disk or, if it has a limit of memory, there. */
    default Optional<Fault> fullDisk() {
        return Optional.empty();
    }
}
