/**
 * What every provider that talks to a database server needs besides its stores: connecting again and again, registering
 * the services, the health check, scratch spaces. A provider's bundle takes this package in as its own ({@code
 * -conditionalpackage: io.graft.persistence.support} in its bnd.bnd) and exports nothing.
 *
 * <p>A provider implements {@link io.graft.persistence.support.Database} and
 * {@link io.graft.persistence.support.OpenStores}; its component makes a
 * {@link io.graft.persistence.support.Provider}.
 */
package io.graft.persistence.support;
