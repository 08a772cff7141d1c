package io.graft.persistence.mongo.internal;

import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.Checks;
import io.graft.persistence.tck.TestedProvider;
import io.graft.persistence.tck.junit.ProviderContract;
import io.graft.testservers.MongoOptions;
import java.util.List;

/** Connecting and storing with TLS and a password. */
class MongoSecureContractIT extends ProviderContract {

    @Override
    protected TestedProvider provider() {
        return new TestedMongo(MongoOptions.SECURE);
    }

    @Override
    protected List<Check> checks() {
        return Checks.all().stream()
                .filter(check -> check.id().startsWith("connect.") || check.id().startsWith("events.append."))
                .toList();
    }

    @Override
    protected String reportName(TestedProvider provider) {
        return "mongo-tls-scram";
    }
}
