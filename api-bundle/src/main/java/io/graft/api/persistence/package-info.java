/**
 * The persistence contract: what a database vendor implements to put a database under every service of the gateway.
 *
 * <h2>What a provider is</h2>
 *
 * A bundle that registers two OSGi services, an {@link io.graft.api.persistence.EventStore} and a
 * {@link io.graft.api.persistence.DocumentStore}, both with the properties of
 * {@link io.graft.api.persistence.ProviderProperties}: the provider's name, its version and its capabilities. Services
 * are bound to a provider by a filter on these properties; neither side knows the other. The components must be
 * {@code immediate}: a store that is created at first use would be opened and closed with every call.
 *
 * <p>It registers {@link io.graft.api.persistence.ScratchSpaces} besides, in which it is certified, and a Felix health
 * check, both with the same property {@link io.graft.api.persistence.ProviderProperties#PROVIDER}. The stores and the
 * spaces are registered once the database can serve, and stay registered while it fails for a time: calls say so by
 * {@link io.graft.api.persistence.StoreUnavailableException}. The health check is there from the beginning, and says
 * what is wrong in one line with the cause.
 *
 * <p>The bundle embeds its client library, exports no package and imports none optionally that a library could bring.
 * It has a Metatype-described configuration of its own.
 *
 * <h2>Rules that hold for both stores</h2>
 *
 * <ol>
 *   <li><b>Acknowledged means durable.</b> A call that changes something returns after the change is on stable storage,
 *       as far as the database can tell; what the database can't promise is said in the provider's documentation and
 *       its health check. After a crash every acknowledged change is there. A change that was not acknowledged is there
 *       wholly or not at all.
 *   <li><b>Visible on return.</b> Every call that begins after a change has returned sees the change.
 *   <li><b>All methods may be called by any number of threads at once.</b> No call waits without bound: a provider has
 *       a time-out for everything it waits for.
 *   <li><b>Failures</b> are {@link io.graft.api.persistence.StoreException}s and nothing else: the caller learns from
 *       the type whether to correct the call, to try again, or to call for help. A failed change may or may not have
 *       happened only where the exception is retriable; to repeat it is always safe.
 *   <li><b>Counts are exact</b>, at any size, and cost about as much with a billion records as with a thousand: no scan.
 *   <li><b>Text is Unicode, byte for byte.</b> Names may hold any character, also those that mean something to the
 *       database; case matters; nothing is trimmed or normalised. {@code null} and the empty text are different things.
 *   <li><b>Memory is bounded.</b> A call needs memory for what it is given and what it returns, never for what it passes
 *       over; a page ends early where the query's {@code maxBytes} says so.
 *   <li><b>Nothing is interpreted.</b> Free JSON comes back as the text it was given, numbers with their digits.
 *   <li><b>Close.</b> When the component is deactivated, running calls end: they complete, or fail with
 *       {@link io.graft.api.persistence.StoreUnavailableException}; later calls fail with it. Nothing stays behind: no
 *       thread, no connection, no lock, no file handle, nothing that holds the bundle's class loader.
 *   <li>Stores never call back into the gateway, and don't keep or change what they are passed.
 * </ol>
 *
 * <h2>Order</h2>
 *
 * Events are ordered by origin, newest first; equal origins by id, the greater first, where ids compare as unsigned
 * 128-bit numbers, most significant bits first (as their hexadecimal text does). Readings are ordered by their own
 * origin, newest first; equal origins by the id of their event, the greater first; then as they stand in the event. So
 * every provider gives the same pages, and a page boundary never falls between two records that could change places.
 *
 * <h2>Growth</h2>
 *
 * Interfaces that providers implement are {@link org.osgi.annotation.versioning.ConsumerType}: within 1.x they grow by
 * default methods only, and what a default can't do is asked for by a capability. A provider built against 1.0 runs
 * with every 1.x.
 */
@Export
@Version("1.0.0")
package io.graft.api.persistence;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
