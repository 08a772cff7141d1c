/** What the checks of the catalogue do, by what they are about. */
package io.graft.persistence.tck.checks;
