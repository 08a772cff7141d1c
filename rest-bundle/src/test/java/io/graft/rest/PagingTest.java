package io.graft.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PagingTest {

    private static final int MAX = 1024;

    @Test
    void hasEdgeXsDefaultsAndRanges() {
        assertThat(Paging.of(request(Map.of()), MAX)).isEqualTo(new Paging(0, 20, true));
        assertThat(Paging.of(request(Map.of()), 10)).isEqualTo(new Paging(0, 10, true));
        assertThat(Paging.of(request(Map.of("offset", "3", "limit", "-1")), MAX))
                .isEqualTo(new Paging(3, MAX, true));
        assertThat(Paging.of(request(Map.of("limit", "0")), MAX)).isEqualTo(new Paging(0, 0, true));
        assertThat(Paging.of(request(Map.of("limit", "1024")), MAX).limit()).isEqualTo(MAX);
        assertThat(Paging.ofUncounted(request(Map.of("offset", "-1")), MAX)).isEqualTo(new Paging(0, 20, false));
    }

    @Test
    void refusesOtherValuesByName() {
        refuses(Map.of("offset", "-1"), "offset is -1");
        refuses(Map.of("offset", "x"), "offset is 'x', not an integer");
        refuses(Map.of("offset", "99999999999999999999"), "offset is '99999999999999999999'");
        refuses(Map.of("offset", "1.5"), "offset");
        refuses(Map.of("limit", "-2"), "limit is -2, out of range [-1, 1024]");
        refuses(Map.of("limit", "1025"), "limit is 1025");
    }

    @Test
    void refusesAnOffsetBeyondTheTotalUnlessNothingIsAskedForOrThere() {
        Paging paging = new Paging(5, 20, true);
        assertThatCode(() -> paging.check(5)).doesNotThrowAnyException();
        assertThatCode(() -> paging.check(0)).doesNotThrowAnyException();
        assertThatCode(() -> new Paging(5, 0, true).check(4)).doesNotThrowAnyException();
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> paging.check(4))
                .withMessage("query objects bounds out of range. length:4 offset:5")
                .matches(e -> e.kind() == ErrorKind.RANGE_NOT_SATISFIABLE);
    }

    private static void refuses(Map<String, String> query, String message) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> Paging.of(request(query), MAX))
                .withMessageContaining(message)
                .matches(e -> e.kind() == ErrorKind.CONTRACT_INVALID);
    }

    private static Request request(Map<String, String> query) {
        return (Request) Proxy.newProxyInstance(
                Request.class.getClassLoader(),
                new Class<?>[] {Request.class},
                (self, method, args) -> Optional.ofNullable(query.get(args[0])));
    }
}
