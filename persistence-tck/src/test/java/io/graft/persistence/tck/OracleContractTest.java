package io.graft.persistence.tck;

import io.graft.persistence.tck.junit.ProviderContract;
import io.graft.persistence.tck.simulated.SimulatedProvider;
import java.time.Duration;

/** A provider that keeps every rule passes every check. */
class OracleContractTest extends ProviderContract {

    @Override
    protected TestedProvider provider() {
        return new SimulatedProvider() {
            /** A broken one is waited for less long. */
            @Override
            public Duration patience() {
                return Duration.ofSeconds(60);
            }
        };
    }
}
