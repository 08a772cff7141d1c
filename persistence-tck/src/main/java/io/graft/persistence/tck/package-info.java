/**
 * The contract tests of persistence providers: every rule of {@link io.graft.api.persistence} as a
 * {@linkplain io.graft.persistence.tck.Check check} that any provider can be put to.
 *
 * <h2>In a provider's build</h2>
 *
 * One dependency with scope {@code test}, and one class that extends
 * {@link io.graft.persistence.tck.junit.ProviderContract} and says in a
 * {@link io.graft.persistence.tck.TestedProvider} what is tested: its name and its
 * {@link io.graft.api.persistence.ScratchSpaces}. Each check is a test of its own, with its id as name. A report of the run
 * is written to {@code target/certification}.
 *
 * <p>What else the {@code TestedProvider} has lets more checks run, and a check without what it
 * {@linkplain io.graft.persistence.tck.Need needs} is left out with a message that says so:
 *
 * <ul>
 *   <li>{@link io.graft.persistence.tck.ServerControl}: the server is killed and started again, frozen, made read-only,
 *       filled up;
 *   <li>{@link io.graft.persistence.tck.Misconfigurations}: wrong password, wrong database, nobody listening;
 *   <li>{@link io.graft.persistence.tck.StoreContent}: whether a closed scratch space left something behind;
 *   <li>{@link io.graft.persistence.tck.BundleUnderTest}: the bundle's manifest, and what it leaves behind in a
 *       framework. A bundle is there after the phase {@code package}: run the class with the failsafe plugin then.
 * </ul>
 *
 * <h2>Reading a failure</h2>
 *
 * A message says what was done, what was expected and what was found, the rule of the contract, and the system
 * properties that do the same again:
 *
 * <ul>
 *   <li>{@code graft.tck.check}: the id of the check, with {@code *} for any text, e.g. {@code events.page.*};
 *   <li>{@code graft.tck.seed}: the number that all randomness comes from;
 *   <li>{@code graft.tck.effort}: {@code quick} (usual: a minute or two in all) or {@code thorough} (ten times as much).
 * </ul>
 *
 * A random sequence of operations that fails is shortened, and the message lists the operations that are left.
 *
 * <h2>Elsewhere</h2>
 *
 * The engine, {@link io.graft.persistence.tck.CheckRunner} over {@link io.graft.persistence.tck.Checks}, is plain Java
 * without JUnit, so that it runs in the gateway as well. Every check works in scratch spaces of its own, which are removed
 * afterwards; real data is out of its reach.
 */
package io.graft.persistence.tck;
