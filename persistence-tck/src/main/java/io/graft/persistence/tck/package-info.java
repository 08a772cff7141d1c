/**
 * The contract tests of persistence providers: every rule of {@link io.graft.api.persistence} as a
 * {@linkplain io.graft.persistence.tck.Check check}.
 *
 * <p>The engine is plain Java: it runs in a test, and as well in the gateway. As a test, a provider's project extends
 * {@link io.graft.persistence.tck.junit.ProviderContract} and supplies a {@link io.graft.persistence.tck.TestedProvider}.
 */
package io.graft.persistence.tck;
