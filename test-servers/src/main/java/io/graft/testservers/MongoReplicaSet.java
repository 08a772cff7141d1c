package io.graft.testservers;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bson.Document;

/** A MongoDB replica set of three, which elects a new primary about two seconds after the old one died. Not thread-safe. */
public final class MongoReplicaSet implements AutoCloseable {

    private static final int MEMBERS = 3;
    private static final int ELECTION_MILLIS = 2_000;
    private static final Duration START = Duration.ofMinutes(2);

    private final List<MongoServer> members = new ArrayList<>();

    private MongoReplicaSet() {}

    /**
     * Starts the members; returns when one of them takes changes and the others follow it.
     *
     * @throws MissingServerException if mongod does not run on this machine
     */
    public static MongoReplicaSet start() {
        MongoReplicaSet set = new MongoReplicaSet();
        try {
            for (int i = 0; i < MEMBERS; i++) {
                set.members.add(MongoServer.member());
            }
            set.initiate();
            set.awaitMembers(MEMBERS);
            return set;
        } catch (RuntimeException e) {
            set.close();
            throw e;
        }
    }

    private void initiate() {
        List<Document> described = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            described.add(new Document("_id", i).append("host", members.get(i).address()));
        }
        members.get(0)
                .command(new Document(
                        "replSetInitiate",
                        new Document("_id", "rs0")
                                .append("members", described)
                                .append("settings", new Document("electionTimeoutMillis", ELECTION_MILLIS))));
    }

    /** A connection string that names all members. */
    public String uri() {
        return "mongodb://" + members.stream().map(MongoServer::address).collect(Collectors.joining(","))
                + "/?replicaSet=rs0";
    }

    /** The member that takes changes now; waits for one. */
    public MongoServer primary() {
        long deadline = System.nanoTime() + START.toNanos();
        while (true) {
            Optional<MongoServer> primary =
                    members.stream().filter(MongoReplicaSet::isPrimary).findFirst();
            if (primary.isPresent()) {
                return primary.get();
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the replica set has no primary");
            }
            pause();
        }
    }

    /** Starts a member that was killed; returns when it follows the primary. */
    public void startAgain(MongoServer member) {
        member.launch();
        awaitMembers(MEMBERS);
    }

    private void awaitMembers(int number) {
        long deadline = System.nanoTime() + START.toNanos();
        while (following() < number) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("only " + following() + " members of the replica set are there");
            }
            pause();
        }
    }

    private long following() {
        Document status = primary().command(new Document("replSetGetStatus", 1));
        return status.getList("members", Document.class).stream()
                .filter(member -> List.of("PRIMARY", "SECONDARY").contains(member.getString("stateStr")))
                .count();
    }

    private static boolean isPrimary(MongoServer member) {
        if (!member.alive()) {
            return false;
        }
        try (MongoClient client = member.client()) {
            return client.getDatabase("admin")
                    .runCommand(new Document("hello", 1))
                    .getBoolean("isWritablePrimary", false);
        } catch (MongoException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a replica set", e);
        }
    }

    @Override
    public void close() {
        members.forEach(MongoServer::close);
    }
}
