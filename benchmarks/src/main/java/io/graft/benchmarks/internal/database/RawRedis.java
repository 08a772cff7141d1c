package io.graft.benchmarks.internal.database;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lettuce, with the commands of a batch in one pipeline. */
final class RawRedis implements RawDriver {

    private static final int DEVICES = 100;
    private static final int RECORD_BYTES = 120;
    private static final long PATIENCE_SECONDS = 30;

    private final RedisClient client;
    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final byte[] record = new byte[RECORD_BYTES];
    private long origin = System.currentTimeMillis() * 1_000;

    RawRedis(String uri) {
        client = RedisClient.create(uri);
        connection = client.connect(ByteArrayCodec.INSTANCE);
        connection.setAutoFlushCommands(false);
        ThreadLocalRandom.current().nextBytes(record);
    }

    @Override
    public String write() {
        return "SET of 120 bytes and ZADD to the lists of all events and of the device, pipelined";
    }

    @Override
    public void write(int count) throws IOException {
        RedisAsyncCommands<byte[], byte[]> commands = connection.async();
        List<RedisFuture<?>> answers = new ArrayList<>(3 * count);
        for (int i = 0; i < count; i++) {
            origin++;
            byte[] id = bytes(UUID.randomUUID().toString());
            answers.add(commands.set(bytes("raw:event:" + new String(id, StandardCharsets.US_ASCII)), record));
            answers.add(commands.zadd(bytes("raw:all"), (double) origin, id));
            answers.add(commands.zadd(bytes("raw:device:" + origin % DEVICES), (double) origin, id));
        }
        connection.flushCommands();
        for (RedisFuture<?> answer : answers) {
            await(answer);
        }
    }

    private static void await(RedisFuture<?> answer) throws IOException {
        try {
            answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("Redis did not take a write", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown();
    }
}
