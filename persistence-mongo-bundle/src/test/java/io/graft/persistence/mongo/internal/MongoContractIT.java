package io.graft.persistence.mongo.internal;

import io.graft.persistence.tck.TestedProvider;
import io.graft.persistence.tck.junit.ProviderContract;
import io.graft.testservers.MongoOptions;

/** The contract on a replica set of one. */
class MongoContractIT extends ProviderContract {

    @Override
    protected TestedProvider provider() {
        return new TestedMongo(MongoOptions.REPLICA_SET);
    }
}
