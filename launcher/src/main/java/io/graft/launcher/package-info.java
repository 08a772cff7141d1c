/**
 * What stands between {@code bin/graft} and the framework: the gateway's home is prepared, locked and checked, the
 * framework is started in this process, and it is said when it serves or why it can't.
 */
package io.graft.launcher;
