/** The contract as JUnit tests: what a provider's project extends. */
package io.graft.persistence.tck.junit;
