/** The checks, by what they are about. */
package io.graft.bus.tck.checks;
