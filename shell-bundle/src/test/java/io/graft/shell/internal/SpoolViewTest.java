package io.graft.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.persistence.binding.SpoolStatus;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpoolViewTest {

    @ParameterizedTest
    @CsvSource({"0,0 s", "59,59 s", "60,1 min", "3599,59 min 59 s", "7200,2 h", "7500,2 h 5 min", "176400,2 d 1 h"})
    void timeIsSaidInItsTwoLargestUnits(long seconds, String said) {
        assertThat(SpoolView.time(Duration.ofSeconds(seconds))).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({"0,0 B", "1023,1023 B", "1024,1 KiB", "1536,1.5 KiB", "1073741824,1 GiB", "157286400,150 MiB"})
    void bytesAreSaidInTheLargestUnit(long bytes, String said) {
        assertThat(SpoolView.bytes(bytes)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({
        "1000,100,600,empty in 2 s",
        "1000,600,100,full in 18 s",
        "1000,100,100,gives up in 1 h 59 min",
        "1000,1.2,0.5,gives up in 1 h 59 min",
        "0,100,600,''"
    })
    void endOfTheSpoolIsTold(long events, double in, double out, String said) {
        assertThat(SpoolView.left(spool(events, in, out))).isEqualTo(said);
    }

    @Test
    void programsAreGivenSeconds() {
        assertThat(SpoolView.of(spool(1000, 0, 0)))
                .containsEntry("oldestSeconds", 1.5)
                .containsEntry("timeToLiveSeconds", 7200.0)
                .containsEntry("state", "DRAINING")
                .doesNotContainKey("problem");
    }

    /** A tenth of the room is taken. */
    private static SpoolStatus spool(long events, double in, double out) {
        return new SpoolStatus(
                "core-data",
                "events",
                SpoolStatus.State.DRAINING,
                events,
                events * 100,
                1_000_000,
                Duration.ofMillis(1500),
                Optional.of(Duration.ofHours(2)),
                out,
                in,
                0,
                0,
                0,
                0,
                0,
                "");
    }
}
