/**
 * The certificate of a provider: what was checked, how it ended and what follows from that, as JSON for programs and as
 * a page for people. The same whichever way a provider was certified.
 */
package io.graft.persistence.tck.report;
