package io.graft.persistence.redis.internal.link;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.List;

/** Removes all keys of one server that begin with something, some at a time; their memory is freed in the background. */
final class Removal {

    private static final int STEP = 500;

    private final RedisLink link;
    private final RedisClusterAsyncCommands<byte[], byte[]> server;
    private final ScanArgs matching;

    Removal(RedisLink link, RedisClusterAsyncCommands<byte[], byte[]> server, byte[] beginning) {
        this.link = link;
        this.server = server;
        byte[] pattern = java.util.Arrays.copyOf(beginning, beginning.length + 1);
        pattern[beginning.length] = '*';
        this.matching = ScanArgs.Builder.limit(STEP).match(pattern);
    }

    void run() {
        ScanCursor at = ScanCursor.INITIAL;
        while (true) {
            ScanCursor from = at;
            KeyScanCursor<byte[]> found = link.call(
                    commands -> commands.scan(from, matching),
                    server,
                    link.settings().timeout());
            List<byte[]> keys = found.getKeys();
            for (byte[] key : keys) {
                link.call(
                        commands -> commands.unlink(key),
                        server,
                        link.settings().timeout());
            }
            if (found.isFinished()) {
                return;
            }
            at = found;
        }
    }
}
