/**
 * The message bus: what a bus provider implements to put a broker under every service of the gateway.
 *
 * <h2>What a provider is</h2>
 *
 * A bundle that registers one OSGi service, a {@link io.graft.api.bus.MessageBus}, with the property
 * {@link io.graft.api.bus.BusProperties#PROVIDER}, and a Felix health check with the same property. The component must be
 * {@code immediate}. The service is registered as long as its configuration is valid, whether its broker answers or not:
 * it connects by itself, tries again for ever with a capped pause, and makes its subscriptions again on each new
 * connection. While there is no connection {@link io.graft.api.bus.MessageBus#publish} fails at once and
 * {@link io.graft.api.bus.MessageBus#status} says why; nothing is queued.
 *
 * <p>The bundle embeds its client library, exports no package, and imports none that a library could bring. It has a
 * Metatype-described configuration of its own.
 *
 * <h2>Rules</h2>
 *
 * <ol>
 *   <li><b>At least once means: taken over.</b> The stage of a publication {@link io.graft.api.bus.Qos#AT_LEAST_ONCE}
 *       completes after the broker has taken the message over. A message received at least once is acknowledged to the
 *       broker after {@link io.graft.api.bus.Delivery#acknowledge}, never before; one that was not acknowledged when the
 *       connection, the provider or the gateway ended comes again, to the subscription of the same name.
 *   <li><b>Memory is bounded by windows.</b> A subscription has never more deliveries open than its window says, in
 *       messages and in bytes. What is beyond waits at the broker, or in the sockets of those who publish; it is not
 *       gathered in the heap. Where something must be given up (at most once only), it is counted in
 *       {@link io.graft.api.bus.BusStatus#dropped}.
 *   <li><b>Order.</b> Messages of one publisher with the same topic and quality are delivered in the order in which they
 *       were published; a repeated one may come late.
 *   <li><b>Nothing is interpreted.</b> Payloads are bytes. Topics are text of MQTT's rules ({@link
 *       io.graft.api.bus.Topics}): levels between slashes, {@code +} and {@code #} in filters.
 *   <li><b>No call waits</b>, but for the opening and closing of subscriptions, which say how long. The others return at
 *       once; what takes time completes a stage, within the provider's bounds.
 *   <li><b>All methods may be called by any number of threads at once.</b>
 *   <li><b>Failures</b> are {@link io.graft.api.bus.BusException}s and nothing else, thrown or in stages.
 *   <li><b>Close.</b> When the component is deactivated, deliveries end, acknowledgements that come within the drain
 *       time are still passed on, open publications complete or fail, and nothing stays behind: no thread, connection or
 *       buffer, nothing that holds the bundle's class loader.
 * </ol>
 */
@Export
@Version("1.0.0")
package io.graft.api.bus;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
