package io.graft.itests.load;

/**
 * Which answers clients may get besides success.
 *
 * @param ingestLater whether an event may be refused with 503 and Retry-After
 * @param othersLater whether everything else may, or be told that the database is full
 * @param none whether there may be no answer at all
 */
public record Tolerance(boolean ingestLater, boolean othersLater, boolean none) {
    /** Events are taken whatever happens, all else may have to be tried again. */
    public static final Tolerance LATER = new Tolerance(false, true, false);

    /** While the gateway itself is away nobody is answered, and until its services are up they ask for patience. */
    public static final Tolerance AWAY = new Tolerance(true, true, true);
}
