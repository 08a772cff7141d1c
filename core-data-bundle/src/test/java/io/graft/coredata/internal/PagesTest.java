package io.graft.coredata.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.persistence.Page;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PagesTest {

    private static final long MAX = 1024 * 1024;

    private final Pages pages = new Pages("events", Duration.ofMillis(20));

    @Test
    void asksForASmallPageOnce() {
        List<Long> asked = new ArrayList<>();

        Response answer = pages.answer(
                MAX,
                bytes -> {
                    asked.add(bytes);
                    return page(3, false);
                },
                page -> Response.empty(200));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(asked).containsExactly((long) Pages.SMALL);
    }

    @Test
    void refusesAPageThatIsTooLargeAndSaysWhatFits() {
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> pages.answer(MAX, bytes -> page(7, true), page -> Response.empty(200)))
                    .isInstanceOfSatisfying(
                            ApiException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.LIMIT_EXCEEDED))
                    .hasMessage(
                            "the page holds more than 1024 KB (max.page.size); the first 7 events fit: ask with limit=7");
        }
    }

    @Test
    void refusesAThirdLargePageUntilOneIsSent() {
        Response first = pages.answer(MAX, PagesTest::large, page -> Response.empty(200));
        Response second = pages.answer(MAX, PagesTest::large, page -> Response.empty(200));
        assertThatThrownBy(() -> pages.answer(MAX, PagesTest::large, page -> Response.empty(200)))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.SERVICE_UNAVAILABLE))
                .hasMessageContaining("try again");

        first.end().run();
        pages.answer(MAX, PagesTest::large, page -> Response.empty(200)).end().run();
        second.end().run();
    }

    @Test
    void givesItsPlaceBackWhenTheAnswerFails() {
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> pages.answer(MAX, PagesTest::large, page -> {
                        throw new IllegalStateException("beyond the end");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void holdsTwoLargePagesAtMostWhateverTheNumberOfClients() throws Exception {
        Pages patient = new Pages("events", Duration.ofSeconds(30));
        AtomicInteger held = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(64);
        try {
            Callable<Response> client = () -> {
                Response answer = patient.answer(MAX, PagesTest::large, page -> {
                    most.accumulateAndGet(held.incrementAndGet(), Math::max);
                    return Response.empty(200);
                });
                held.decrementAndGet();
                answer.end().run();
                return answer;
            };
            for (Future<Response> done : clients.invokeAll(Collections.nCopies(64, client), 60, TimeUnit.SECONDS)) {
                assertThat(done.get().status()).isEqualTo(200);
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(most.get()).isBetween(1, 2);
    }

    private static Page<Integer> large(long bytes) {
        return page(3, bytes <= Pages.SMALL);
    }

    private static Page<Integer> page(int items, boolean truncated) {
        return new Page<>(Collections.nCopies(items, 1), OptionalLong.empty(), truncated);
    }
}
