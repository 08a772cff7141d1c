package io.graft.persistence.redis.internal;

import io.graft.persistence.redis.internal.link.Durability;
import io.graft.persistence.redis.internal.link.RedisLink;
import io.graft.persistence.support.Database;
import io.graft.persistence.support.OpenStores;
import java.nio.charset.StandardCharsets;

/** A Redis server, or several, as a database of name spaces. */
record RedisDatabase(RedisSettings settings) implements Database {

    @Override
    public OpenStores open(String nameSpace) {
        RedisLink link = RedisLink.open(settings);
        try {
            return new RedisStores(link, Durability.of(link), space(nameSpace));
        } catch (Throwable e) {
            link.close();
            throw e;
        }
    }

    @Override
    public void remove(String nameSpace) {
        if (nameSpace.isEmpty()) {
            throw new IllegalArgumentException("the real name space is not removed");
        }
        RedisLink link = RedisLink.open(settings);
        try {
            // Everything of a space is in keys that begin with one of two hash tags.
            link.removeAll(("{" + space(nameSpace) + ":").getBytes(StandardCharsets.US_ASCII));
        } finally {
            link.close();
        }
    }

    private String space(String nameSpace) {
        return nameSpace.isEmpty() ? settings.prefix() : settings.prefix() + ":" + nameSpace;
    }
}
