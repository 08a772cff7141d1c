package io.graft.persistence.binding.internal.migration;

import java.util.concurrent.Executor;

/**
 * What the parts of one running migration share.
 *
 * @param ahead runs what is read ahead
 * @param perSecond how much of the history is copied in a second at most; 0 for no limit
 */
record Work(Control control, Meter meter, Insistence insistence, Executor ahead, int perSecond) {

    static Work of(Control control, Executor ahead, int perSecond) {
        Meter meter = new Meter();
        return new Work(control, meter, new Insistence(control, meter), ahead, perSecond);
    }
}
