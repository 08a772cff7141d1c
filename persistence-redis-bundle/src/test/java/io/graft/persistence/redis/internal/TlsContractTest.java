package io.graft.persistence.redis.internal;

import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.Checks;
import io.graft.persistence.tck.TestedProvider;
import io.graft.persistence.tck.junit.ProviderContract;
import io.graft.testservers.RedisOptions;
import io.graft.testservers.RedisServer;
import java.util.List;

/** The contract over TLS with a user: what connections, large records and faults have to do with, but for a server that is frozen. */
class TlsContractTest extends ProviderContract {

    @Override
    protected TestedProvider provider() {
        return new TestedRedis(RedisServer.start(
                RedisOptions.DURABLE.withUser("graft", "a-password-for-tests").withTls()));
    }

    @Override
    protected List<Check> checks() {
        return Checks.all().stream()
                .filter(
                        check -> check.id()
                                .matches(
                                        "(events\\.(append|large)|connect|faults\\.(?!freeze)[a-z-]+|close)\\..*|.*\\.random\\..*"))
                .toList();
    }

    @Override
    protected String reportName(TestedProvider provider) {
        return "redis-tls";
    }
}
