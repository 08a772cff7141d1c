package io.graft.testservers;

/**
 * How a MongoDB server is started.
 *
 * @param replicaSet as a replica set of one, or else standalone
 * @param auth with a user and a password, see {@link MongoServer#USER}
 * @param tls with TLS only; clients show a certificate, or a password
 * @param faults with fail points
 */
public record MongoOptions(boolean replicaSet, boolean auth, boolean tls, boolean faults) {

    /** A replica set of one, where everything may be done by everybody. */
    public static final MongoOptions REPLICA_SET = new MongoOptions(true, false, false, true);

    /** One server. */
    public static final MongoOptions STANDALONE = new MongoOptions(false, false, false, true);

    /** A replica set of one with TLS and a password. */
    public static final MongoOptions SECURE = new MongoOptions(true, true, true, true);
}
