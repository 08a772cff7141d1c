/**
 * What a provider's bundle must and must not do to the framework that it is installed into. The checks that install it
 * need a framework in the class path, and so are part of a provider's own build; in a running gateway they are left out.
 */
package io.graft.persistence.tck.hygiene;
