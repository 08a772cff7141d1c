package io.graft.persistence.binding.internal.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.persistence.binding.MigrationRequest.Existing;
import io.graft.persistence.binding.MigrationStatus.Phase;
import io.graft.persistence.binding.StoreKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {

    @TempDir
    private Path folder;

    private StateFile file;

    @BeforeEach
    void name() {
        file = StateFile.in(folder.resolve("migrations"), "core-data", "events");
    }

    @Test
    void givesBackEveryField() throws IOException {
        MigrationState state = new MigrationState(
                "core-data",
                "events",
                StoreKind.EVENTS,
                "embedded",
                "redis",
                Phase.DONE,
                true,
                500,
                Duration.ofHours(7),
                Existing.MERGE,
                true,
                Instant.parse("2026-01-02T03:04:05.678Z"),
                Optional.of(Instant.parse("2026-01-02T04:04:05Z")),
                Optional.of(Instant.parse("2026-01-02T11:04:05Z")),
                new MigrationState.Counters(1, 2, 3, 4, 5),
                "message of 2 lines\n= ünï: with everything");
        file.write(state);
        assertThat(file.read()).isEqualTo(state);

        MigrationState next = state.withoutWayBack().paused(false).in(Phase.FAILED, "else");
        file.write(next);
        assertThat(file.read()).isEqualTo(next);
        try (Stream<Path> files = Files.list(file.path().getParent())) {
            assertThat(files).containsExactly(file.path());
        }
    }

    @Test
    void aFileThatIsCutOffIsSaidToBeDamaged() throws IOException {
        Files.createDirectories(file.path().getParent());
        for (List<String> content : List.of(
                List.<String>of(), List.of("service=core-data"), List.of("phase=NO_SUCH"), List.of("x=\\u00"))) {
            Files.write(file.path(), content);
            assertThatThrownBy(file::read).isInstanceOf(IOException.class).hasMessageContaining("core-data.events");
        }
    }
}
