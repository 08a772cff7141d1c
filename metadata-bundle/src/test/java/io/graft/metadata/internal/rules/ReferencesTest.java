package io.graft.metadata.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.persistence.ConflictException;
import io.graft.metadata.internal.NoMetrics;
import io.graft.persistence.binding.DocumentGate;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReferencesTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void whoeverWaitsForACallThatHangsGivesUpAfterAWhile() throws Exception {
        References references = references(Duration.ofMillis(1));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Future<String> hangs = threads.submit(() -> references.referredTo(() -> {
            inside.countDown();
            await(leave);
            return "done";
        }));
        await(inside);

        assertThatThrownBy(() -> references.referring(() -> "never"))
                .isInstanceOfSatisfying(ApiException.class, refused -> assertThat(refused.kind())
                        .isEqualTo(ErrorKind.SERVICE_UNAVAILABLE))
                .hasMessage("core-metadata can't change anything now: waited 1 ms for other changes; try again later");

        leave.countDown();
        assertThat(hangs.get(10, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(references.<String>referring(() -> "free again")).isEqualTo("free again");
    }

    @Test
    void thoseWhoReferGoTogether() throws Exception {
        References references = references(Duration.ofSeconds(30));
        CountDownLatch both = new CountDownLatch(2);
        Runnable refer = () -> references.<Void>referring(() -> {
            both.countDown();
            await(both);
            return null;
        });
        Future<?> one = threads.submit(refer);
        Future<?> other = threads.submit(refer);

        one.get(30, TimeUnit.SECONDS);
        other.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aConflictIsTriedAgainButNotForEver() {
        References references = references(Duration.ofSeconds(30));
        AtomicInteger tries = new AtomicInteger();
        assertThat(references.<Integer>referring(() -> {
                    if (tries.incrementAndGet() < 5) {
                        throw new ConflictException("changed meanwhile");
                    }
                    return tries.get();
                }))
                .isEqualTo(5);

        assertThatThrownBy(() -> references.referredTo(() -> {
                    tries.incrementAndGet();
                    throw new ConflictException("changed meanwhile");
                }))
                .isInstanceOf(ConflictException.class);
        assertThat(tries.get()).isEqualTo(5 + 1000);
    }

    private static References references(Duration patience) {
        DocumentGate gate = new DocumentGate("core-metadata", "documents", List.of(), new NoMetrics());
        gate.bind(
                spec -> {
                    throw new UnsupportedOperationException("no action of this test asks the store");
                },
                Map.of());
        return new References(patience, gate);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
