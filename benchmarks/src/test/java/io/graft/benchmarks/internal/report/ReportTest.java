package io.graft.benchmarks.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.benchmarks.internal.load.LoadResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private final Report report = new Report();

    @Test
    void theTableHoldsWhatWasFoundBesideTheAims() {
        report.finding(Goal.INGEST, true, "21,000/s");
        report.finding(Goal.READY, false, "5.1 s");

        assertThat(report.markdown())
                .contains("≥ 20,000/s durable, p99 ≤ 10 ms | 21,000/s | yes |")
                .contains("≤ 4 s | 5.1 s | no |")
                .doesNotContain("event by id");
        assertThat(report.text()).contains("21,000/s   [met]").contains("5.1 s   [NOT met]");
    }

    @Test
    void errorsOfALoadAreRemarked() {
        report.load("POST", load(), 201);

        assertThat(report.markdown()).contains("* POST: 5 errors, the first: status 503: busy");
    }

    @Test
    void filesAreWellFormed(@TempDir Path folder) throws Exception {
        report.load("POST <1>", load(), 201);
        report.chart(Chart.overTime("a & b", "MB").line("RSS", List.of(new double[] {0, 10}, new double[] {9, 120})));

        report.write(folder);

        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("results.json").toFile())
                        .at("/POST <1>/p50Millis")
                        .asDouble())
                .isGreaterThan(0.4);
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(folder.resolve("results.svg").toFile())
                        .getElementsByTagName("polyline")
                        .getLength())
                .isEqualTo(2);
        assertThat(Files.readString(folder.resolve("results.svg"))).doesNotContain("NaN", "Infinity");
    }

    private static LoadResult load() {
        Histogram latency = new Histogram(1_000, 10_000_000_000L, 3);
        for (int i = 1; i <= 1_000; i++) {
            latency.recordValue(i * 1_000L);
        }
        return new LoadResult(
                1_000, 1, new TreeMap<>(Map.of(201, 1_000L, 503, 4L)), 1, "status 503: busy", latency, List.of());
    }
}
