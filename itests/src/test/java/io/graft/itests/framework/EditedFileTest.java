package io.graft.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.itests.bundles.Changes;
import io.graft.itests.load.Tolerance;
import io.graft.itests.load.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of a service's configuration, in every state that an editor may leave it in for a moment. */
class EditedFileTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PID = "io.graft.coredata";

    @TempDir
    private Path folder;

    @Test
    void aFileThatIsEmptyHalfWrittenOrGoneLeavesTheServiceWithItsDatabase() throws Exception {
        Path etc = Files.createDirectory(folder.resolve("etc"));
        Path file = etc.resolve(PID + ".cfg");
        try (FrameworkGateway gateway = new FrameworkGateway(folder)) {
            Database.inMemory(gateway, folder, "a");
            Database.inMemory(gateway, folder, "b");
            Database.ofModule(gateway, folder, "embedded");
            gateway.target("a");
            Files.writeString(file, text("a"));
            gateway.watchFiles();
            gateway.awaitBound("a", "1.0.0");
            Traffic traffic;
            try (Changes changes = new Changes(gateway.context(), bundle -> false)) {
                traffic = new Traffic(gateway.client(), 2, Tolerance.LATER);
                try (traffic) {
                    traffic.more(20);
                    edited(gateway, () -> replace(file, ""), null, null);
                    edited(gateway, () -> replace(file, text("b").substring(0, 12)), "0", null);
                    edited(gateway, () -> replace(file, "port = 0\nevents.target =\n"), "0", "");
                    edited(gateway, () -> Files.delete(file), null, null);
                    traffic.more(20);
                    gateway.awaitBound("a", "1.0.0");
                    String half = text("b").replace("=b)", "=");
                    edited(gateway, () -> replace(file, half), "0", "(persistence.provider=");
                    traffic.more(20);
                    assertThat(bound(gateway)).contains("\"provider\":\"a\"");
                    traffic.changing(() -> {
                        replace(file, text("b"));
                        await().atMost(PATIENCE).until(() -> bound(gateway).contains("\"provider\":\"b\""));
                    });
                    traffic.more(20);
                }
                assertThat(traffic.refused()).isEmpty();
                assertThat(changes.seen()).isEmpty();
            }
            Set<UUID> inB = gateway.client().events();
            gateway.bind("a");
            Set<UUID> inA = gateway.client().events();
            assertThat(traffic.events().faults(Map.of("a", inA, "b", inB), false))
                    .isEmpty();
            gateway.bind("embedded");
            assertThat(gateway.client().events()).isEmpty();
        }
    }

    /** Changes the file and waits until the framework has read it. */
    private static void edited(FrameworkGateway gateway, Traffic.Change change, String port, String target)
            throws Exception {
        change.make();
        await().atMost(PATIENCE).until(() -> {
            Map<String, Object> properties = gateway.configuration(PID);
            return Objects.equals(properties.get("port"), port)
                    && Objects.equals(properties.get("events.target"), target);
        });
    }

    /** At once, so that each content is read as it stands here. */
    private void replace(Path file, String content) throws IOException {
        Path part = Files.writeString(folder.resolve("part"), content);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String bound(FrameworkGateway gateway) {
        return gateway.client().get("/api/v3/binding/core-data").body();
    }

    private static String text(String provider) {
        return "port = 0\nevents.target = (persistence.provider=" + provider + ")\n";
    }
}
