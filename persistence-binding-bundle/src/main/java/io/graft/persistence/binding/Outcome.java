package io.graft.persistence.binding;

/** What became of an event that was acknowledged. */
public enum Outcome {
    /** The bound store has it. */
    STORED,
    /** An event with its id was there already, in the bound store or earlier in the batch; that one stays. */
    DUPLICATE,
    /** It is durable in the spool, and goes into the store that is bound as soon as that one takes it. */
    SPOOLED
}
