package io.graft.benchmarks.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AimTableTest {

    private final AimTable table = new AimTable("swaps", "Swaps & more");

    @Test
    void aMissedAimIsSaid() {
        table.row("lost", "0", "0", true);
        table.row("worst", "≤ 250 ms", "300 ms", false);
        table.row("load", "1,000/s");

        assertThat(table.met()).isFalse();
        assertThat(table.markdown())
                .contains("| lost | 0 | 0 | yes |", "| worst | ≤ 250 ms | 300 ms | no |", "| load |  | 1,000/s |  |");
        assertThat(table.text()).contains("300 ms   (aim ≤ 250 ms: NOT met)");
    }

    @Test
    void filesAreWellFormed(@TempDir Path folder) throws Exception {
        List<Timeline.Slot> slots = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            slots.add(new Timeline.Slot(i * 0.1, 0.1, i % 7, i == 900 ? 3 : 0, 0.5, 2, i == 900 ? 700 : 5));
        }
        table.picture(
                "",
                new Timeline(
                        "One < two",
                        slots,
                        List.of(new Timeline.Band(0, 90, "embedded"), new Timeline.Band(90, 400, "redis")),
                        List.of(new Timeline.Mark(89.9, 90, "swap")),
                        88,
                        92));
        table.figures("more", Map.of("a", 1));

        table.write(folder);

        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("swaps.json").toFile())
                        .at("/timeline/slots")
                        .size())
                .isEqualTo(4_000);
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(folder.resolve("swaps.svg").toFile())
                        .getElementsByTagName("polyline")
                        .getLength())
                .isEqualTo(6);
        assertThat(Files.readString(folder.resolve("swaps.svg"))).doesNotContain("NaN", "Infinity");
        assertThat(folder.resolve("swaps.md")).exists();
    }
}
