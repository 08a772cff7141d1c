package io.graft.itests.bundles.server;

/** What is wrong with a database. */
enum Fault {
    HEALTHY,
    /** Every call takes a while. */
    SLOW,
    /** No call ends before the client's time-out. */
    HANGING,
    /** Every call fails. */
    FAILING,
    /** Every change is made, and the client is told that it failed. */
    FORGETFUL,
    /** Every change is refused. */
    READ_ONLY,
    /** Everything that would take space is refused. */
    FULL
}
