package io.graft.rest.internal.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthBoardTest {

    private final HealthBoard board = new HealthBoard();

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void asksTheChecksWithATagAndTakesAWarningAsHealth() {
        bind("b", "ready", () -> new Result(Result.Status.WARN, "nearly full"));
        bind("a", "ready", () -> new Result(Result.Status.OK, "fine"));
        bind("c", "live", () -> new Result(Result.Status.CRITICAL, "gone"));

        assertThat(board.results("ready")).extracting(CheckResult::name).containsExactly("a", "b");
        assertThat(board.results("ready")).allMatch(CheckResult::ok);
        assertThat(board.results("ready").get(1).message()).isEqualTo("nearly full");
        assertThat(board.results(null)).hasSize(3);
        assertThat(board.results("live").get(0).ok()).isFalse();
    }

    @Test
    void takesAFailureOfACheckAsItsResult() {
        bind("a", "ready", () -> {
            throw new IllegalStateException("secret");
        });
        assertThat(board.results("ready")).singleElement().satisfies(result -> {
            assertThat(result.ok()).isFalse();
            assertThat(result.message()).doesNotContain("secret");
        });
    }

    @Test
    void waitsOnceForACheckThatHangsAndRunsItOnce() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        bind("hangs", "ready", () -> {
            runs.incrementAndGet();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Result(Result.Status.OK, "");
        });
        for (int i = 0; i < 100; i++) {
            assertThat(board.results("ready")).singleElement().matches(result -> !result.ok());
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void asksACheckOnceASecondHoweverManyAsk() {
        AtomicInteger runs = new AtomicInteger();
        bind("a", "ready", () -> new Result(Result.Status.OK, "run " + runs.incrementAndGet()));
        long start = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            board.results("ready");
        }
        assertThat(runs.get()).isLessThanOrEqualTo(1 + (int) ((System.nanoTime() - start) / 1_000_000_000L));
    }

    private void bind(String name, String tag, HealthCheck check) {
        board.bind(check, Map.of(HealthCheck.NAME, name, HealthCheck.TAGS, new String[] {tag}));
    }
}
