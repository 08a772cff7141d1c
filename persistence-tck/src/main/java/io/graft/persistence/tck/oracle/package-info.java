/**
 * The contract taken literally: stores in memory that are slow, simple and exact, with which every provider is compared,
 * and the random events and documents of the comparison. Also fit for the tests of services that need a store.
 */
package io.graft.persistence.tck.oracle;
