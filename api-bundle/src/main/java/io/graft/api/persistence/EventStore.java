package io.graft.api.persistence;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Time-ordered events with their readings, one record per event. The rules of the package hold for every method.
 */
@ConsumerType
public interface EventStore {

    /**
     * Stores events, durably and visibly on return. Idempotent by event id: an event whose id is stored already, or
     * occurs earlier in the batch, is not stored again, whatever its content, and is named in the result. An event that
     * was deleted may be stored again.
     *
     * <p>The batch is not a transaction: after a failure or a crash some of its events may be stored, each of them
     * wholly. To repeat the batch completes it.
     *
     * @param batch any number of events, in any order of origins; up to 25 MB each
     * @return the ids that were there already
     * @throws StoreUnavailableException if the events could not be made durable now
     */
    AppendResult append(List<Event> batch);

    /** The event with this id. */
    Optional<Event> event(UUID id);

    /**
     * The events that a query asks for, newest origin first. A page of 20 takes milliseconds out of ten million events,
     * also at a deep offset or cursor. A page is a consistent picture of one moment.
     *
     * @throws InvalidQueryException if the query asks for what can't be answered
     */
    Page<Event> events(EventQuery query);

    /**
     * The readings that a query asks for, newest origin first, as {@link #events} gives events.
     *
     * @throws InvalidQueryException if the query asks for what can't be answered
     */
    Page<Reading> readings(ReadingQuery query);

    /** The exact number of the events in a selection, without a scan. */
    long countEvents(EventFilter filter);

    /** The exact number of the readings in a selection, without a scan. */
    long countReadings(ReadingFilter filter);

    /**
     * One aggregate for each group of the readings in a selection, where a group is what has device, profile, resource
     * and value type in common; ordered by these four. Readings without a value count for none of the functions. For a
     * group whose type is not {@linkplain io.graft.api.model.ValueType#isNumericScalar() a single number} every
     * function but {@link AggregateFunction#COUNT} has no value. Sums of integers are exact, however large.
     */
    List<Aggregate> aggregate(ReadingFilter filter, AggregateFunction function);

    /**
     * Deletes the events in a selection with their readings. On return no later call sees them; events appended after
     * the call began may or may not be deleted if the selection holds them. The space may come back later. Ingest goes
     * on meanwhile without a pause worth noticing.
     *
     * @return how many events were deleted
     */
    long delete(EventFilter filter);

    /**
     * Deletes one event with its readings.
     *
     * @return whether it was there
     */
    boolean delete(UUID id);

    /**
     * Every pair of device and source that has at least one event, in no particular order. What retention walks
     * through.
     */
    List<EventStream> streams();
}
