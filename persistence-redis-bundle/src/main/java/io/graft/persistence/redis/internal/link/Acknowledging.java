package io.graft.persistence.redis.internal.link;

import io.graft.persistence.redis.internal.RedisSettings.Acknowledgement;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * A change and the question who has it, one behind the other on one connection. On a connection that was made in between,
 * a server would answer for what was changed on that one, which is nothing: a change that was lost with a master would
 * count as kept.
 */
final class Acknowledging {

    private Acknowledging() {}

    /** What the client does not know. */
    @SuppressWarnings("deprecation") // the client wants a method that every enum has
    private enum Newer implements ProtocolKeyword {
        WAITAOF;

        @Override
        public byte[] getBytes() {
            return name().getBytes(StandardCharsets.US_ASCII);
        }
    }

    /**
     * What was answered.
     *
     * @param change by the script
     * @param disk whether the server's append-only file has the change; true where that was not asked
     * @param replicas how many replicas have it
     */
    record Answer(List<Object> change, boolean disk, long replicas) {}

    /**
     * Runs a script, and asks.
     *
     * @param word {@code EVAL} or {@code EVALSHA}
     * @param script its text or its digest
     */
    static CompletionStage<Answer> run(
            StatefulRedisConnection<byte[], byte[]> connection,
            CommandType word,
            byte[] script,
            byte[] key,
            List<byte[]> arguments,
            Acknowledgement wanted) {
        AsyncCommand<byte[], byte[], List<Object>> change = command(
                word,
                new NestedMultiOutput<>(ByteArrayCodec.INSTANCE),
                args().add(script).add(1).addKey(key).addValues(arguments));
        long millis = wanted.timeout().toMillis();
        if (wanted.disk()) {
            AsyncCommand<byte[], byte[], List<Object>> kept = command(
                    Newer.WAITAOF,
                    new NestedMultiOutput<>(ByteArrayCodec.INSTANCE),
                    args().add(1).add(wanted.replicas()).add(millis));
            send(connection, change, kept);
            return together(
                    change, kept, (answer, have) -> new Answer(answer, (Long) have.get(0) >= 1, (Long) have.get(1)));
        }
        AsyncCommand<byte[], byte[], Long> kept = command(
                CommandType.WAIT,
                new IntegerOutput<>(ByteArrayCodec.INSTANCE),
                args().add(wanted.replicas()).add(millis));
        send(connection, change, kept);
        return together(change, kept, (answer, have) -> new Answer(answer, true, have));
    }

    /** Fails if the server can't tell what is in its append-only file. */
    static CompletionStage<List<Object>> probeDisk(RedisClusterAsyncCommands<byte[], byte[]> commands) {
        return commands.dispatch(
                Newer.WAITAOF,
                new NestedMultiOutput<>(ByteArrayCodec.INSTANCE),
                args().add(1).add(0).add(1));
    }

    /** Whoever cancels the answer cancels both. */
    private static <T> CompletionStage<Answer> together(
            AsyncCommand<byte[], byte[], List<Object>> change,
            AsyncCommand<byte[], byte[], T> kept,
            BiFunction<List<Object>, T, Answer> answer) {
        CompletableFuture<Answer> both = change.thenCombine(kept, answer);
        var unused = both.whenComplete((value, failure) -> {
            change.cancel(false);
            kept.cancel(false);
        });
        return both;
    }

    private static void send(
            StatefulRedisConnection<byte[], byte[]> connection,
            AsyncCommand<byte[], byte[], ?> change,
            AsyncCommand<byte[], byte[], ?> kept) {
        var unused = connection.dispatch(List.of(change, kept));
    }

    private static CommandArgs<byte[], byte[]> args() {
        return new CommandArgs<>(ByteArrayCodec.INSTANCE);
    }

    private static <T> AsyncCommand<byte[], byte[], T> command(
            ProtocolKeyword word, CommandOutput<byte[], byte[], T> output, CommandArgs<byte[], byte[]> arguments) {
        return new AsyncCommand<>(new Command<>(word, output, arguments));
    }
}
