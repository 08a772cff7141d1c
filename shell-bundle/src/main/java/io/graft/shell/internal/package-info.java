/** Commands of the gateway's shell. */
package io.graft.shell.internal;
