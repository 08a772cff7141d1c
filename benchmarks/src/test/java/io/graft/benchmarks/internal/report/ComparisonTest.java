package io.graft.benchmarks.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComparisonTest {

    @Test
    void showsWhatWasMeasuredSideBySideAndADashForWhatWasNot() {
        Comparison comparison = new Comparison();
        comparison.put("POST", "embedded", "20,000/s");
        comparison.put("POST", "redis", "15,000/s");
        comparison.put("driver alone", "redis", "30,000/s");

        assertThat(comparison.markdown())
                .isEqualTo(
                        """
                        |  | embedded | redis |
                        | --- | --- | --- |
                        | POST | 20,000/s | 15,000/s |
                        | driver alone | – | 30,000/s |
                        """);
    }
}
