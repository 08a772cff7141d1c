package io.graft.persistence.tck;

import io.graft.persistence.tck.junit.ProviderContract;
import io.graft.persistence.tck.simulated.SimulatedProvider;

/** A provider that keeps every rule passes every check. */
class OracleContractTest extends ProviderContract {

    @Override
    protected TestedProvider provider() {
        return new SimulatedProvider();
    }
}
