package io.graft.testservers;

import java.util.List;
import java.util.stream.Stream;

/**
 * How a Redis server is set up. Immutable.
 *
 * @param fsync {@code always}, {@code everysec} or {@code no} for an append-only file; empty for none: nothing is written
 *     to the disk
 * @param user the name of a user, or empty for the default one
 * @param password that of the user, or empty for none; without it nothing is answered
 * @param tls only TLS is spoken
 * @param more further arguments of redis-server
 */
public record RedisOptions(String fsync, String user, String password, boolean tls, List<String> more) {

    /** No password, no TLS, an append-only file that is forced before each answer. */
    public static final RedisOptions DURABLE = new RedisOptions("always", "", "", false, List.of());

    /** The same without a file. */
    public static final RedisOptions IN_MEMORY = DURABLE.withFsync("");

    public RedisOptions {
        more = List.copyOf(more);
    }

    public RedisOptions withFsync(String newFsync) {
        return new RedisOptions(newFsync, user, password, tls, more);
    }

    /** The default user needs this password. */
    public RedisOptions withPassword(String newPassword) {
        return new RedisOptions(fsync, "", newPassword, tls, more);
    }

    /** Only this user may do anything. */
    public RedisOptions withUser(String newUser, String newPassword) {
        return new RedisOptions(fsync, newUser, newPassword, tls, more);
    }

    public RedisOptions withTls() {
        return new RedisOptions(fsync, user, password, true, more);
    }

    public RedisOptions with(String... arguments) {
        return new RedisOptions(
                fsync,
                user,
                password,
                tls,
                Stream.concat(more.stream(), Stream.of(arguments)).toList());
    }
}
