package io.graft.benchmarks.internal.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StageTest {

    @Test
    void theInnermostKnownCodeDecides() {
        assertThat(Stage.of(List.of(
                        "java.lang.StringLatin1",
                        "com.fasterxml.jackson.core.json.UTF8StreamJsonParser",
                        "io.graft.coredata.internal.EventDecoder",
                        "org.eclipse.jetty.server.Server")))
                .isEqualTo(Stage.JSON);
    }

    @Test
    void aNarrowerPackageComesBeforeTheWider() {
        assertThat(Stage.of(List.of("io.graft.log.GroupCommit"))).isEqualTo(Stage.LOG);
        assertThat(Stage.of(List.of("io.graft.persistence.embedded.internal.events.Partition")))
                .isEqualTo(Stage.INDEX);
    }

    @Test
    void unknownCodeIsTheRest() {
        assertThat(Stage.of(List.of("java.lang.Thread"))).isEqualTo(Stage.OTHER);
    }
}
