/**
 * Logs whose entries are durable when the call that wrote them returns, whatever happens to the process or to the
 * machine: a group of callers shares one write and one force.
 */
package io.graft.log;
