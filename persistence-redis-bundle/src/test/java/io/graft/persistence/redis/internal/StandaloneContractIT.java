package io.graft.persistence.redis.internal;

import io.graft.persistence.tck.TestedProvider;
import io.graft.persistence.tck.junit.ProviderContract;
import io.graft.testservers.RedisOptions;
import io.graft.testservers.RedisServer;

/** The contract on one durable server with a password. */
class StandaloneContractIT extends ProviderContract {

    @Override
    protected TestedProvider provider() {
        return new TestedRedis(RedisServer.start(RedisOptions.DURABLE.withPassword("a-password-for-tests")));
    }
}
