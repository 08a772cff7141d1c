package io.graft.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graft.api.command.CommandParameter;
import io.graft.api.command.CommandReply;
import io.graft.api.command.Commands;
import io.graft.api.command.DeviceCommand;
import io.graft.api.command.DeviceCommands;
import io.graft.api.persistence.Page;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.support.table.ShellTable;
import org.junit.jupiter.api.Test;

class CommandWordsTest {

    private static final CommandParameter TARGET = new CommandParameter(
            "Target",
            "Int16",
            "°C",
            Optional.of(new BigDecimal("5")),
            Optional.of(new BigDecimal("30")),
            Optional.of("21"),
            List.of());
    private static final CommandParameter MODE = new CommandParameter(
            "Mode", "Uint8", "", Optional.empty(), Optional.empty(), Optional.empty(), List.of("on", "eco"));
    private static final DeviceCommands HALL = new DeviceCommands(
            "hall",
            "Thermostat",
            List.of(
                    new DeviceCommand("Heating", true, true, List.of(TARGET, MODE)),
                    new DeviceCommand("Temperature", true, false, List.of(TARGET))));

    private final Commands commands = new Commands() {
        @Override
        public Page<DeviceCommands> devices(int offset, int limit) {
            return new Page<>(List.of(HALL), OptionalLong.of(1));
        }

        @Override
        public Optional<DeviceCommands> device(String name) {
            return name.equals("hall") ? Optional.of(HALL) : Optional.empty();
        }

        @Override
        public CommandReply read(String device, String command, Map<String, String> query) {
            throw new AssertionError("not asked for");
        }

        @Override
        public void write(String device, String command, Map<String, ?> values) {
            throw new AssertionError("not asked for");
        }
    };

    private static String printed(ShellTable table) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        table.print(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void devicesCommandsAndParametersAreCompleted() {
        assertThat(fitting("graft:command", "")).containsExactly("hall");
        assertThat(fitting("graft:command", "hall", "")).containsExactly("Heating", "Temperature");
        assertThat(fitting("graft:command", "--json", "hall", "Hea")).containsExactly("Heating", "Temperature");
        assertThat(fitting("graft:command", "hall", "Heating", "")).containsExactly("Target=", "Mode=on", "Mode=eco");
        assertThat(fitting("graft:command", "hall", "Heating", "Mode=on", "T")).containsExactly("Target=");
        assertThat(fitting("graft:command", "hall", "Temperature", "")).isEmpty();
        assertThat(fitting("graft:command", "attic", "")).isEmpty();
    }

    @Test
    void everyWordThatIsThereAlreadyIsTaken() {
        assertThat(fitting("Mode=on")).containsExactly("Mode=on");
    }

    private List<String> fitting(String... words) {
        return CommandWords.fitting(commands, new Line(words));
    }

    /** A line with the cursor at its end. */
    private static final class Line implements CommandLine {

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

    @Test
    void wordsAreADeviceACommandAndValues() {
        CommandLineWords line =
                CommandLineWords.of(List.of("hall", "Heating", "Target=22", "--json", "Mode=a=b", "ds-pushevent=true"));

        assertThat(line.device()).contains("hall");
        assertThat(line.command()).contains("Heating");
        assertThat(line.values()).isEqualTo(Map.of("Target", "22", "Mode", "a=b"));
        assertThat(line.query()).isEqualTo(Map.of("ds-pushevent", "true"));
        assertThat(line.json()).isTrue();
        assertThat(CommandLineWords.of(List.of()).device()).isEmpty();
        assertThatThrownBy(() -> CommandLineWords.of(List.of("a", "b", "c"))).hasMessage("'c' is not name=value");
        assertThatThrownBy(() -> CommandLineWords.of(List.of("a", "b", "c=1", "c=2")))
                .hasMessage("'c' is given twice");
    }

    @Test
    void commandsAreShownWithTheirLimits() {
        assertThat(printed(CommandView.commands(HALL)))
                .contains("Target Int16 5 to 30 °C, default 21; Mode Uint8, one of eco on")
                .contains("Target Int16 °C");
        assertThat(printed(CommandView.devices(List.of(HALL)))).contains("Heating, Temperature");
    }

    @Test
    void readingsAreShownWhateverTheyHold() throws Exception {
        JsonNode event = JsonMapper.builder()
                .build()
                .readTree(
                        """
                        {"readings":[
                         {"resourceName":"a","valueType":"Int16","value":"21","units":"°C","origin":1602168089665565200},
                         {"resourceName":"b","valueType":"Object","objectValue":{"x":1},"origin":1602168089665565200},
                         {"resourceName":"c","valueType":"Binary","binaryValue":"AAAA","mediaType":"image/png"},
                         {"resourceName":"d","valueType":"Int16","value":null}]}
                        """);

        assertThat(printed(CommandView.readings(event)))
                .contains("21", "°C", "{\"x\":1}", "3 bytes of image/png", "none", "2020-10-08T14:41:29.665565200Z");
    }
}
