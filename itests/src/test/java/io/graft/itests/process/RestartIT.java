package io.graft.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/** What was acknowledged is there after any end of the process. */
public class RestartIT {
    private static final int POSTERS = 8;
    private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 400;

    @Test
    public void acknowledgedEventsSurviveStopAndKill() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.unpack("restart")) {
            gateway.start();
            UUID before = UUID.randomUUID();
            assertThat(gateway.post("core-data", Events.PATH, Events.withId(before))
                            .statusCode())
                    .isEqualTo(201);

            long process = gateway.pid();
            assertThat(gateway.graft("stop").status()).isZero();
            assertThat(ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false))
                    .isFalse();
            gateway.start();
            assertThat(found(gateway, before)).isTrue();

            Queue<UUID> acknowledged = killUnderIngest(gateway);
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED_BEFORE_THE_KILL);
            gateway.start();
            assertThat(found(gateway, before)).isTrue();
            for (UUID id : acknowledged) {
                assertThat(found(gateway, id)).as("acknowledged event %s", id).isTrue();
            }
        }
    }

    private static Queue<UUID> killUnderIngest(GatewayProcess gateway) throws IOException, InterruptedException {
        Queue<UUID> acknowledged = new ConcurrentLinkedQueue<>();
        CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_THE_KILL);
        ExecutorService posters = Executors.newFixedThreadPool(POSTERS);
        try {
            for (int i = 0; i < POSTERS; i++) {
                posters.execute(() -> post(gateway, acknowledged, enough));
            }
            assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
            ProcessHandle process = ProcessHandle.of(gateway.pid()).orElseThrow();
            assertThat(process.destroyForcibly()).isTrue();
            process.onExit().join();
        } finally {
            posters.shutdown();
            assertThat(posters.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
        return acknowledged;
    }

    private static void post(GatewayProcess gateway, Queue<UUID> acknowledged, CountDownLatch enough) {
        try {
            while (true) {
                UUID id = UUID.randomUUID();
                if (gateway.post("core-data", Events.PATH, Events.withId(id)).statusCode() == 201) {
                    acknowledged.add(id);
                    enough.countDown();
                }
            }
        } catch (IOException e) {
            return; // the gateway has been killed, as planned
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean found(GatewayProcess gateway, UUID id) throws IOException, InterruptedException {
        return gateway.get("core-data", "/api/v3/event/id/" + id).statusCode() == 200;
    }
}
