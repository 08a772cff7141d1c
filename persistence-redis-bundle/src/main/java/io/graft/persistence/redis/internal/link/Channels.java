package io.graft.persistence.redis.internal.link;

import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open connections of a client, so that they can be cut: the client then makes new ones. */
final class Channels implements NettyCustomizer {

    private final Set<Channel> open = ConcurrentHashMap.newKeySet();

    @Override
    public void afterChannelInitialized(Channel channel) {
        open.add(channel);
        var unused = channel.closeFuture().addListener(closed -> open.remove(channel));
    }

    /** Cuts all; what waits for an answer fails. */
    void cut() {
        for (Channel channel : open) {
            var unused = channel.close();
        }
    }
}
