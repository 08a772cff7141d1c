package io.graft.persistence.redis.internal.link;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a server says of its persistence.
 *
 * @param configured its settings; empty where to ask for them is forbidden
 * @param info what it answers to {@code INFO persistence}
 */
record ServerInfo(Map<String, String> configured, Map<String, String> info) {

    /** The fields of an answer to {@code INFO}. */
    static Map<String, String> of(String answer) {
        return answer.lines()
                .filter(line -> line.contains(":"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(':')),
                        line -> line.substring(line.indexOf(':') + 1).trim(),
                        (first, second) -> first));
    }

    /** {@code always}, {@code everysec} or {@code no}; {@code unknown}; or {@code none} without an append-only file. */
    String fsync() {
        boolean on = configured.containsKey("appendonly")
                ? configured.get("appendonly").equals("yes")
                : "1".equals(info.get("aof_enabled"));
        return on ? configured.getOrDefault("appendfsync", "unknown") : "none";
    }
}
