/**
 * The contract tests of the message bus. A provider's project extends {@link io.graft.bus.tck.MessageBusContract}, and
 * {@link io.graft.bus.tck.BusBundleContract} for its bundle.
 */
package io.graft.bus.tck;
