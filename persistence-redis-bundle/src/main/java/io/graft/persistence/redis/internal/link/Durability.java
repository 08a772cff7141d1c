package io.graft.persistence.redis.internal.link;

import io.graft.persistence.redis.internal.RedisSettings.Acknowledgement;
import java.util.List;
import java.util.Optional;

/**
 * What the servers' settings make of an acknowledged change.
 *
 * @param summary the settings in a few words
 * @param warning what can be lost and what to set against it, if anything can
 */
public record Durability(String summary, Optional<String> warning) {

    private static final List<String> WEAKEST_FIRST = List.of("none", "no", "unknown", "everysec", "always");

    /** As the servers say now; the weakest counts. */
    public static Durability of(RedisLink link) {
        List<ServerInfo> masters = link.masters();
        String fsync = masters.stream()
                .map(ServerInfo::fsync)
                .min(java.util.Comparator.comparingInt(WEAKEST_FIRST::indexOf))
                .orElse("unknown");
        Durability durability = of(fsync, link.settings().acknowledgement());
        if (fsync.equals("none") || masters.stream().allMatch(ServerInfo::readsTransactionsBack)) {
            return durability;
        }
        return new Durability(
                durability.summary(),
                Optional.of(
                        "Acknowledged changes are lost when the server is started again: its user default has not all"
                                + " rights, without which Redis 7.0 leaves out the transactions of its append-only file. Switch the"
                                + " user off and leave it its rights, in the server's configuration: user default off ~* &* +@all"));
    }

    static Durability of(String fsync, Acknowledgement acknowledgement) {
        String waits = acknowledgement.waits()
                ? ", waits for " + acknowledgement.replicas() + " replicas"
                        + (acknowledgement.disk() ? " and disks" : "")
                : "";
        String summary = (fsync.equals("none") ? "appendonly no" : "appendfsync " + fsync) + waits;
        if (acknowledgement.disk() || fsync.equals("always")) {
            return new Durability(summary, Optional.empty());
        }
        String loss =
                switch (fsync) {
                    case "none" -> "Acknowledged changes are lost when the server dies: it has appendonly no.";
                    case "everysec" ->
                        "Acknowledged changes of the last one to two seconds are lost when the server's machine dies: it"
                                + " has appendfsync everysec.";
                    case "no" ->
                        "Acknowledged changes of the last half minute or so are lost when the server's machine dies: it"
                                + " has appendfsync no.";
                    default ->
                        "Acknowledged changes may be lost when the server's machine dies: it has an append-only file, and"
                                + " does not tell its appendfsync.";
                };
        String mend = " Set appendonly yes and appendfsync always on the server"
                + (acknowledgement.replicas() > 0
                        ? "; what " + acknowledgement.replicas() + " replicas have survives it."
                        : ", or wait.disk here (Redis 7.2 or newer).");
        return new Durability(summary, Optional.of(loss + mend));
    }
}
