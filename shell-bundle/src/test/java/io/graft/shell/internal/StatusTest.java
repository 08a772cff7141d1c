package io.graft.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTest {

    @ParameterizedTest
    @CsvSource({
        "OK OK,true",
        "OK WARN,true",
        "OK TEMPORARILY_UNAVAILABLE,false",
        "CRITICAL,false",
        "HEALTH_CHECK_ERROR,false"
    })
    void oneCheckThatIsNotContentMakesTheGatewayUnhealthy(String results, boolean healthy) {
        List<Status.Check> checks = Stream.of(results.split(" ", -1))
                .map(result -> new Status.Check("check", result, "", true))
                .toList();
        assertThat(new Status(List.of(), List.of(), List.of(), List.of(), checks, 0, 0).healthy())
                .isEqualTo(healthy);
    }

    @Test
    void aDatabaseThatNobodyNeedUseDoesNotMakeTheGatewayUnhealthy() {
        List<Status.Check> checks = List.of(new Status.Check("redis", "CRITICAL", "connection refused", false));
        assertThat(new Status(List.of(), List.of(), List.of(), List.of(), checks, 0, 0).healthy())
                .isTrue();
    }
}
