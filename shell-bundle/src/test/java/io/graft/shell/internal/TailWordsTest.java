package io.graft.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TailWordsTest {

    private static final List<String> DEVICES = List.of("hall", "this-machine");

    @Test
    void offersDevicesAndOptionsAtFirst() {
        assertThat(fitting("graft:tail", "")).containsExactlyInAnyOrder("hall", "this-machine", "--count", "--json");
        assertThat(fitting("graft:tail", "--json", "ha")).contains("hall");
    }

    @Test
    void offersOptionsButNoSecondDeviceAfterwards() {
        assertThat(fitting("graft:tail", "hall", "--")).containsExactlyInAnyOrder("--count", "--json");
        assertThat(fitting("graft:tail", "hall", "--count", "")).isEmpty();
    }

    @Test
    void takesEachWordThatIsThereAlready() {
        for (String word : List.of("hall", "--count", "3")) {
            assertThat(fitting(word)).containsExactly(word);
        }
    }

    /** The cursor is in the last word. */
    private static List<String> fitting(String... words) {
        return TailWords.fitting(new MigrateWordsTest.Line(words), DEVICES);
    }
}
