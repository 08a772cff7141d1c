package io.graft.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.karaf.shell.api.console.CommandLine;
import org.junit.jupiter.api.Test;

class MigrateWordsTest {

    private static final List<String> SERVICES = List.of("core-data", "core-keeper");
    private static final List<String> PROVIDERS = List.of("embedded", "redis");

    @Test
    void offersServicesAndOptionsAtFirst() {
        assertThat(fitting("graft:migrate", "")).contains("core-data", "core-keeper", "--to", "--abort");
    }

    @Test
    void offersProvidersWhereOneIsNamed() {
        assertThat(fitting("graft:migrate", "core-data", "--to", "")).isEqualTo(PROVIDERS);
        assertThat(fitting("graft:migrate", "--to", "em")).isEqualTo(PROVIDERS);
    }

    @Test
    void offersOptionsButNoSecondServiceAfterwards() {
        assertThat(fitting("graft:migrate", "core-data", "--to", "embedded", "--ra"))
                .contains("--rate")
                .doesNotContainAnyElementsOf(SERVICES);
    }

    @Test
    void takesEachWordThatIsThereAlready() {
        for (String word : List.of("core-data", "--to", "embedded", "5000")) {
            assertThat(fitting(word)).containsExactly(word);
        }
    }

    /** The cursor is in the last word. */
    private static List<String> fitting(String... words) {
        return MigrateWords.fitting(new Line(words), SERVICES, PROVIDERS);
    }

    static final class Line implements CommandLine {
        private final String[] words;

        Line(String... words) {
            this.words = words;
        }

        @Override
        public int getCursorArgumentIndex() {
            return words.length - 1;
        }

        @Override
        public String getCursorArgument() {
            return words[words.length - 1];
        }

        @Override
        public int getArgumentPosition() {
            return getCursorArgument().length();
        }

        @Override
        public String[] getArguments() {
            return words.clone();
        }

        @Override
        public int getBufferPosition() {
            return getBuffer().length();
        }

        @Override
        public String getBuffer() {
            return String.join(" ", words);
        }
    }
}
