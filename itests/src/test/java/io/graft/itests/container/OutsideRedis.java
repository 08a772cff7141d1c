package io.graft.itests.container;

import io.graft.testservers.MissingServerException;
import io.graft.testservers.RedisOptions;
import io.graft.testservers.RedisServer;

/** A Redis server outside of the gateway, where what starts servers is to be found. It ends with that process. */
final class OutsideRedis {
    /** The address where there is no server. */
    static final String NONE = "none";

    private OutsideRedis() {}

    /** The address of a new one. */
    static String start() {
        try {
            RedisServer server = RedisServer.start(RedisOptions.DURABLE);
            return server.host() + ":" + server.port();
        } catch (MissingServerException e) {
            return NONE;
        }
    }
}
