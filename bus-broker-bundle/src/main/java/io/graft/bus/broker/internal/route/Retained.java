package io.graft.bus.broker.internal.route;

import io.graft.api.bus.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last message of each topic that was published to be retained, in memory and bounded: what is beyond is not kept, and
 * counted. For any number of threads.
 */
public final class Retained {

    private final int most;
    private final long mostBytes;
    private final Runnable dropped;
    private final Map<String, Publication> byTopic = new LinkedHashMap<>();
    private long bytes;

    /** @param dropped told when one is not kept for want of room */
    public Retained(int most, long mostBytes, Runnable dropped) {
        this.most = most;
        this.mostBytes = mostBytes;
        this.dropped = dropped;
    }

    /** Keeps this one for its topic; an empty one removes what is kept. */
    synchronized void keep(Publication publication) {
        String topic = publication.message().topic();
        Publication before = byTopic.remove(topic);
        if (before != null) {
            bytes -= before.weight();
        }
        if (publication.size() == 0) {
            return;
        }
        long weight = publication.weight();
        if (byTopic.size() >= most || bytes + weight > mostBytes) {
            dropExpired();
        }
        if (byTopic.size() >= most || bytes + weight > mostBytes) {
            dropped.run();
            return;
        }
        byTopic.put(topic, publication);
        bytes += weight;
    }

    private void dropExpired() {
        byTopic.values().removeIf(each -> {
            if (each.expired()) {
                bytes -= each.weight();
                return true;
            }
            return false;
        });
    }

    /** What is kept for topics that the filter matches. */
    public synchronized List<Publication> matching(String filter) {
        return byTopic.values().stream()
                .filter(each ->
                        !each.expired() && Topics.matches(filter, each.message().topic()))
                .toList();
    }
}
