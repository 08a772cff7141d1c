package io.graft.persistence.tck;

import io.graft.api.persistence.ScratchSpaces;
import io.graft.persistence.tck.junit.ProviderContract;
import io.graft.persistence.tck.oracle.MemorySpaces;

class OracleContractTest extends ProviderContract {

    @Override
    protected TestedProvider provider() {
        return new TestedProvider() {
            private final ScratchSpaces spaces = new MemorySpaces();

            @Override
            public String name() {
                return "memory";
            }

            @Override
            public ScratchSpaces spaces() {
                return spaces;
            }
        };
    }
}
