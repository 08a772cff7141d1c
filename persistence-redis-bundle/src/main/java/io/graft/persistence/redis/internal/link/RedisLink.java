package io.graft.persistence.redis.internal.link;

import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.redis.internal.RedisSettings;
import io.graft.persistence.redis.internal.RedisSettings.Acknowledgement;
import io.graft.persistence.redis.internal.RedisSettings.Mode;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The connection to Redis, for any number of threads. Commands are handed to a thread of the client's, so that callers'
 * threads keep nothing of the client; how many wait for an answer at once is bounded. A server that does not answer for
 * some time-outs on end has its connections cut, so that new ones are made.
 */
public final class RedisLink implements AutoCloseable {

    private static final int SILENT_TIMEOUTS = 3;

    private final RedisSettings settings;
    private final Channels channels;
    private final Client client;
    private final Executor sender;
    private final Semaphore permits;
    private final AtomicLong sent = new AtomicLong();
    private final Map<Long, Waiting> pending = new ConcurrentHashMap<>();
    private final AtomicLong lastAnswer = new AtomicLong(System.nanoTime());
    private volatile String server;
    private volatile boolean closed;

    /** Who waits for an answer, and what was sent for it. */
    private static final class Waiting {
        final CompletableFuture<?> answer;
        volatile Future<?> sent;

        Waiting(CompletableFuture<?> answer) {
            this.answer = answer;
        }
    }

    /** A command of Lettuce's. */
    interface Command<T> extends Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> {}

    private RedisLink(RedisSettings settings, Channels channels, Client client) {
        this.settings = settings;
        this.channels = channels;
        this.client = client;
        this.sender = client.resources().eventExecutorGroup().next();
        this.permits = new Semaphore(settings.inFlight());
        this.server = "Redis at " + settings.addresses();
    }

    /**
     * Connects.
     *
     * @throws StoreUnavailableException with the cause, if that fails
     */
    public static RedisLink open(RedisSettings settings) {
        Channels channels = new Channels();
        RedisLink link;
        try {
            link = new RedisLink(settings, channels, Client.connect(settings, channels));
        } catch (RuntimeException e) {
            throw Failures.connecting("Redis at " + settings.addresses(), e);
        }
        link.client.onLoss(link::forgetSent);
        try {
            String version = ServerInfo.of(link.call(commands -> commands.info("server")))
                    .get("redis_version");
            String kind = settings.mode() == Mode.STANDALONE
                    ? ""
                    : " (" + settings.mode().name().toLowerCase(Locale.ROOT) + ")";
            link.server = "Redis " + (version == null ? "of unknown version" : version) + kind + " at "
                    + settings.addresses() + (settings.tls().on() ? " with TLS" : "");
            if (settings.acknowledgement().disk()) {
                link.requireDisk();
            }
            return link;
        } catch (Throwable e) {
            link.close();
            throw e;
        }
    }

    /** What is connected to, in one line, without a secret. */
    public String server() {
        return server;
    }

    public RedisSettings settings() {
        return settings;
    }

    /** Runs a script that changes nothing. */
    public List<Object> read(Script script, byte[] key, List<byte[]> arguments) {
        byte[][] keys = {key};
        byte[][] values = arguments.toArray(byte[][]::new);
        return known(
                () -> call(commands -> commands.evalsha(script.digest(), ScriptOutputType.MULTI, keys, values)),
                () -> call(commands -> commands.eval(script.source(), ScriptOutputType.MULTI, keys, values)));
    }

    /** Runs a script that changes something, and waits for what the settings say before it is acknowledged. */
    public List<Object> write(Script script, byte[] key, List<byte[]> arguments) {
        try {
            return settings.acknowledgement().waits()
                    ? writeAndWait(script, key, arguments, settings.acknowledgement())
                    : read(script, key, arguments);
        } catch (StoreUnavailableException e) {
            if (e.reason() == Reason.READ_ONLY && settings.mode() == Mode.SENTINEL) {
                // The master has become a replica: a new connection finds the new master.
                channels.cut();
            }
            throw e;
        }
    }

    private List<Object> writeAndWait(Script script, byte[] key, List<byte[]> arguments, Acknowledgement wanted) {
        Duration atMost = settings.timeout().plus(wanted.timeout());
        byte[] digest = script.digest().getBytes(StandardCharsets.US_ASCII);
        Acknowledging.Answer answer = known(
                () -> call(
                        commands ->
                                Acknowledging.run(client.single(), CommandType.EVALSHA, digest, key, arguments, wanted),
                        client.commands(),
                        atMost),
                () -> call(
                        commands -> Acknowledging.run(
                                client.single(), CommandType.EVAL, script.source(), key, arguments, wanted),
                        client.commands(),
                        atMost));
        if (!answer.disk() || answer.replicas() < wanted.replicas()) {
            throw new StoreUnavailableException(
                    Reason.TIMEOUT,
                    server + ": within " + wanted.timeout().toMillis() + " ms " + answer.replicas() + " of "
                            + wanted.replicas() + " replicas have confirmed the change"
                            + (answer.disk() ? "" : " and the disk has not")
                            + "; it is made, but not as durable as wait.replicas and wait.disk ask for");
        }
        return answer.change();
    }

    /** Calls a script by its digest; by its text where the server does not know it. */
    private static <T> T known(Supplier<T> byDigest, Supplier<T> byText) {
        try {
            return byDigest.get();
        } catch (StoreException e) {
            if (e.getCause() instanceof RedisNoScriptException) {
                return byText.get();
            }
            throw e;
        }
    }

    /** The fields of a hash, nil for those that it lacks. */
    public List<byte[]> fields(byte[] key, List<byte[]> fields) {
        byte[][] names = fields.toArray(byte[][]::new);
        return call(commands -> commands.hmget(key, names)).stream()
                .map(field -> field.hasValue() ? field.getValue() : null)
                .toList();
    }

    /** The field of a hash, or null. */
    public byte[] field(byte[] key, byte[] field) {
        return call(commands -> commands.hget(key, field));
    }

    /** All values of a hash. */
    public List<byte[]> values(byte[] key) {
        return call(commands -> commands.hvals(key));
    }

    /**
     * Asks whether the server takes changes.
     *
     * @throws StoreUnavailableException if not, or if it does not answer
     */
    public void check(Duration atMost) {
        // also refused is this by a server that refuses changes since it can't write its snapshot or append-only file
        call(RedisClusterAsyncCommands::ping, client.commands(), atMost);
        if (settings.mode() != Mode.CLUSTER) {
            String info = call(commands -> commands.info("replication"), client.commands(), atMost);
            if ("slave".equals(ServerInfo.of(info).get("role"))) {
                throw new StoreUnavailableException(
                        Reason.READ_ONLY,
                        server
                                + " is a replica and takes no changes; connect to its master (mode sentinel follows it)");
            }
        }
    }

    private void requireDisk() {
        try {
            call(Acknowledging::probeDisk);
        } catch (StoreUnavailableException e) {
            throw new StoreUnavailableException(
                    e.reason(),
                    "wait.disk can't be used: " + e.getMessage()
                            + "; it needs Redis 7.2 or newer with appendonly yes; change the server, or set wait.disk to"
                            + " false",
                    e);
        }
    }

    /** What each server that takes changes says of itself, as far as it may be asked. */
    List<ServerInfo> masters() {
        List<ServerInfo> all = new ArrayList<>();
        for (RedisClusterAsyncCommands<byte[], byte[]> master : client.masters()) {
            Map<String, String> configured;
            try {
                configured = call(commands -> commands.configGet("append*"), master, settings.timeout());
            } catch (StoreUnavailableException e) {
                configured = Map.of();
            }
            String info = call(commands -> commands.info("persistence"), master, settings.timeout());
            List<String> users;
            try {
                users = call(commands -> commands.aclList(), master, settings.timeout());
            } catch (StoreUnavailableException e) {
                users = List.of();
            }
            all.add(new ServerInfo(configured, ServerInfo.of(info), users));
        }
        return all;
    }

    /** Adds a member to a set. */
    public void remember(byte[] key, byte[] member) {
        call(commands -> commands.sadd(key, member));
    }

    /** Takes a member out of a set. */
    public void forget(byte[] key, byte[] member) {
        call(commands -> commands.srem(key, member));
    }

    /** The members of a set. */
    public Set<byte[]> remembered(byte[] key) {
        return call(commands -> commands.smembers(key));
    }

    /** Removes all keys that begin so, some at a time. */
    public void removeAll(byte[] beginning) {
        client.masters().forEach(master -> new Removal(this, master, beginning).run());
    }

    <T> T call(Command<T> command) {
        return call(command, client.commands(), settings.timeout());
    }

    <T> T call(
            Function<RedisClusterAsyncCommands<byte[], byte[]>, ? extends CompletionStage<T>> command,
            RedisClusterAsyncCommands<byte[], byte[]> commands,
            Duration atMost) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (!permits.tryAcquire()) {
            throw new StoreUnavailableException(
                    Reason.BUSY,
                    server + ": " + settings.inFlight()
                            + " commands are waiting for an answer already; try again, or raise in.flight.max");
        }
        long number = sent.incrementAndGet();
        Waiting waiting = new Waiting(answer);
        pending.put(number, waiting);
        try {
            if (closed) {
                throw closedException(null);
            }
            sender.execute(() -> send(command, commands, number, waiting, answer));
        } catch (RejectedExecutionException e) {
            settle(number);
            throw closedException(e);
        } catch (RuntimeException e) {
            settle(number);
            throw e;
        }
        return await(answer, atMost);
    }

    private <T> void send(
            Function<RedisClusterAsyncCommands<byte[], byte[]>, ? extends CompletionStage<T>> command,
            RedisClusterAsyncCommands<byte[], byte[]> commands,
            long number,
            Waiting waiting,
            CompletableFuture<T> answer) {
        try {
            CompletableFuture<T> sending = command.apply(commands).toCompletableFuture();
            waiting.sent = sending;
            var unused = sending.whenComplete((value, failure) -> {
                settle(number);
                if (sending.isCancelled()) {
                    answer.completeExceptionally(new RedisException("the connection was lost"));
                } else if (failure == null) {
                    lastAnswer.set(System.nanoTime());
                    answer.complete(value);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
        } catch (Throwable e) {
            settle(number);
            answer.completeExceptionally(e);
        }
    }

    /** What was sent over a lost connection is not sent again: nobody knows what came of it. */
    private void forgetSent() {
        pending.values().forEach(waiting -> {
            Future<?> sent = waiting.sent;
            if (sent != null) {
                sent.cancel(false);
            }
        });
    }

    private void settle(long number) {
        if (pending.remove(number) != null) {
            permits.release();
        }
    }

    /** The permit is not given back when the time is over: the command still takes memory until it is settled. */
    private <T> T await(CompletableFuture<T> answer, Duration atMost) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (true) {
                try {
                    return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException e) {
            cutIfSilent();
            throw new StoreUnavailableException(
                    Reason.TIMEOUT, server + " did not answer within " + atMost.toMillis() + " ms", e);
        } catch (Exception e) {
            throw closed ? closedException(e) : Failures.of(server, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void cutIfSilent() {
        long silent = System.nanoTime() - lastAnswer.get();
        if (silent > SILENT_TIMEOUTS * settings.timeout().toNanos()) {
            lastAnswer.set(System.nanoTime());
            channels.cut();
        }
    }

    private StoreUnavailableException closedException(Throwable cause) {
        return new StoreUnavailableException(Reason.CLOSED, "the store in " + server + " is closed", cause);
    }

    @Override
    public void close() {
        closed = true;
        try {
            client.close();
        } finally {
            pending.forEach((number, waiting) -> {
                settle(number);
                waiting.answer.completeExceptionally(closedException(null));
            });
        }
    }
}
