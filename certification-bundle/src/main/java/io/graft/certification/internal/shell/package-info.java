/** The commands of certification in the gateway's shell. */
package io.graft.certification.internal.shell;
