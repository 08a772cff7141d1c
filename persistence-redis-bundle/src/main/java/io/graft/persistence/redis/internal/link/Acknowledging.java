package io.graft.persistence.redis.internal.link;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code WAITAOF}, which the client does not know. */
@SuppressWarnings("deprecation") // the client wants a method that every enum has
enum Acknowledging implements ProtocolKeyword {
    WAITAOF;

    @Override
    public byte[] getBytes() {
        return name().getBytes(StandardCharsets.US_ASCII);
    }

    static CompletionStage<List<Object>> waitAof(
            RedisClusterAsyncCommands<byte[], byte[]> commands, int replicas, long millis) {
        return commands.dispatch(
                WAITAOF,
                new NestedMultiOutput<>(ByteArrayCodec.INSTANCE),
                new CommandArgs<>(ByteArrayCodec.INSTANCE).add(1).add(replicas).add(millis));
    }
}
