package io.graft.persistence.binding.internal.migration;

import java.util.function.Supplier;

/**
 * One side of a migration.
 *
 * @param provider the provider's name
 * @param store gives the provider's store as it is now; throws {@link
 *     io.graft.api.persistence.StoreUnavailableException} while there is none
 */
record Endpoint<S>(String provider, Supplier<S> store) {}
