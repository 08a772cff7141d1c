package io.graft.api.persistence;

/** What can be computed of a group of readings. */
public enum AggregateFunction {
    /** The smallest value, of the type of the readings. */
    MIN,
    /** The largest value, of the type of the readings. */
    MAX,
    /** How many readings have a value. */
    COUNT,
    /** The sum of the values. */
    SUM,
    /** The arithmetic mean of the values, as a double. */
    AVG
}
