/** Certifies persistence providers in the running gateway. */
package io.graft.certification.internal;
