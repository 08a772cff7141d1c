package io.graft.persistence.redis.internal;

import io.graft.persistence.redis.internal.link.Durability;
import io.graft.persistence.redis.internal.link.RedisLink;
import io.graft.persistence.support.Database;
import io.graft.persistence.support.OpenStores;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/** A Redis server, or several, as a database of name spaces. */
record RedisDatabase(RedisSettings settings) implements Database {

    @Override
    public OpenStores open(String nameSpace) {
        RedisLink link = RedisLink.open(settings);
        try {
            if (!nameSpace.isEmpty()) {
                link.remember(spaces(), ascii(nameSpace));
            }
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
            link.removeAll(ascii("{" + space(nameSpace) + ":"));
            link.forget(spaces(), ascii(nameSpace));
        } finally {
            link.close();
        }
    }

    @Override
    public Set<String> nameSpaces() {
        RedisLink link = RedisLink.open(settings);
        try {
            return link.remembered(spaces()).stream()
                    .map(space -> new String(space, StandardCharsets.US_ASCII))
                    .collect(Collectors.toSet());
        } finally {
            link.close();
        }
    }

    /** The key of the set of the name spaces but the real one; to look for their keys would take long. */
    private byte[] spaces() {
        return ascii("{" + settings.prefix() + "}:spaces");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private String space(String nameSpace) {
        return nameSpace.isEmpty() ? settings.prefix() : settings.prefix() + ":" + nameSpace;
    }
}
