package io.graft.persistence.redis.internal;

import io.graft.api.persistence.ScratchSpaces;
import io.graft.persistence.support.DatabaseScratchSpaces;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.Checks;
import io.graft.persistence.tck.TestedProvider;
import io.graft.persistence.tck.junit.ProviderContract;
import io.graft.testservers.RedisCluster;
import io.graft.testservers.RedisOptions;
import java.time.Duration;
import java.util.List;

/** The contract on a cluster of three nodes; what has nothing to do with where keys are is left to one server. */
class ClusterContractTest extends ProviderContract {

    @Override
    protected TestedProvider provider() {
        RedisCluster cluster = RedisCluster.start(RedisOptions.IN_MEMORY.withPassword("a-password-for-tests"));
        DatabaseScratchSpaces spaces = new DatabaseScratchSpaces(new RedisDatabase(Connections.to(cluster)));
        return new TestedProvider() {
            @Override
            public String name() {
                return "redis";
            }

            @Override
            public ScratchSpaces spaces() {
                return spaces;
            }

            @Override
            public Duration timeout() {
                return Connections.TIMEOUT;
            }

            @Override
            public void close() {
                spaces.close();
                cluster.close();
            }
        };
    }

    @Override
    protected List<Check> checks() {
        return Checks.all().stream()
                .filter(check -> check.id()
                        .matches(
                                "(events\\.(append|page|delete|streams|random|concurrent)|readings|documents|spaces)\\..*"
                                        + "|close\\.(reopen.*|while-busy)"))
                .toList();
    }

    @Override
    protected String reportName(TestedProvider provider) {
        return "redis-cluster";
    }
}
