package io.graft.persistence.redis.internal.link;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a server says of its persistence.
 *
 * @param configured its settings; empty where to ask for them is forbidden
 * @param info what it answers to {@code INFO persistence}
 * @param users what it answers to {@code ACL LIST}; empty where to ask is forbidden
 */
record ServerInfo(Map<String, String> configured, Map<String, String> info, List<String> users) {

    private static final Set<String> ALL_RIGHTS = Set.of("+@all", "~*");

    /** The fields of an answer to {@code INFO}. */
    static Map<String, String> of(String answer) {
        return answer.lines()
                .filter(line -> line.contains(":"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(':')),
                        line -> line.substring(line.indexOf(':') + 1).trim(),
                        (first, second) -> first));
    }

    /**
     * Whether it reads back the transactions of its append-only file, which Redis 7.0 does as the user {@code default}:
     * what that user may not do is left out, with a line in the server's log. True where it does not tell.
     */
    boolean readsTransactionsBack() {
        return users.stream()
                .map(user -> List.of(user.split(" ")))
                .filter(words -> words.size() > 1 && words.get(1).equals("default"))
                .allMatch(words ->
                        words.containsAll(ALL_RIGHTS) && words.stream().noneMatch(word -> word.startsWith("-")));
    }

    /** {@code always}, {@code everysec} or {@code no}; {@code unknown}; or {@code none} without an append-only file. */
    String fsync() {
        boolean on = configured.containsKey("appendonly")
                ? configured.get("appendonly").equals("yes")
                : "1".equals(info.get("aof_enabled"));
        return on ? configured.getOrDefault("appendfsync", "unknown") : "none";
    }
}
