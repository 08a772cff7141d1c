package io.graft.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.graft.api.persistence.ConflictException;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.log.disk.RecordingDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

    private static final int SEGMENT = 64 << 10;

    private final RecordingDisk disk = new RecordingDisk();
    private final ListStore store = new ListStore();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private GroupCommit<String> commit;

    @BeforeEach
    void open() throws IOException {
        open(Duration.ofSeconds(10));
    }

    private void open(Duration idle) throws IOException {
        RedoLog log = RedoLog.open(
                disk,
                "test",
                SEGMENT,
                0,
                (sequence, record) ->
                        store.visible.add(StandardCharsets.UTF_8.decode(record).toString()));
        commit = new GroupCommit<>("graft-test-log", "test", log, store, CommitLimits.DEFAULT, new NoMetrics(), idle);
    }

    @AfterEach
    void close() throws IOException {
        disk.unstick();
        commit.close();
        callers.shutdownNow();
    }

    @Test
    void whatManyThreadsSubmitIsThereAfterReopening() throws Exception {
        List<String> expected = Collections.synchronizedList(new ArrayList<>());
        List<Future<?>> done = new ArrayList<>();
        for (int thread = 0; thread < 64; thread++) {
            String name = "thread " + thread;
            done.add(callers.submit(() -> {
                for (int i = 0; i < 20; i++) {
                    commit.submit(name + "/" + i, 20);
                    assertThat(store.visible).contains(name + "/" + i);
                    expected.add(name + "/" + i);
                }
            }));
        }
        for (Future<?> future : done) {
            future.get();
        }
        reopen();
        assertThat(store.visible).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void whatWaitsIsWrittenTogether() throws Exception {
        disk.stick();
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String request = "request " + i;
            done.add(callers.submit(() -> commit.submit(request, 10)));
        }
        await().until(() -> callersWaiting(30));
        int before = disk.now();
        disk.unstick();
        for (Future<?> future : done) {
            future.get();
        }
        assertThat(store.visible).hasSize(30);
        assertThat(disk.now() - before).isLessThan(30);
    }

    @Test
    void aRefusedRequestLeavesTheOthersAlone() throws Exception {
        disk.stick();
        Future<?> first = callers.submit(() -> commit.submit("a", 10));
        Future<?> refused = callers.submit(() -> commit.submit("refuse", 10));
        Future<?> last = callers.submit(() -> commit.submit("b", 10));
        disk.unstick();
        first.get();
        last.get();
        assertThatThrownBy(refused::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ConflictException.class);
        reopen();
        assertThat(store.visible).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aRequestThatChangesNothingIsNotWritten() {
        commit.submit("a", 10);
        int before = disk.now();
        commit.submit("nothing", 10);
        assertThat(disk.now()).isEqualTo(before);
    }

    @Test
    void aCallerWaitsNoLongerThanItsTimeout() throws Exception {
        commit.limits(new CommitLimits(1 << 20, Duration.ofSeconds(3)));
        Future<StoreUnavailableException> first = stuck(() -> unavailable("a"));
        commit.limits(new CommitLimits(1 << 20, Duration.ofMillis(50)));
        StoreUnavailableException queued = unavailable("b");
        StoreUnavailableException inProgress = first.get();
        assertThat(inProgress.reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(inProgress).hasMessageContaining("may still be stored");
        assertThat(queued.reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(queued).hasMessageContaining("given up");
        commit.limits(CommitLimits.DEFAULT);
        disk.unstick();
        commit.submit("c", 10);
        assertThat(store.visible).containsExactly("a", "c");
    }

    @Test
    void moreThanTheQueueTakesIsRefused() throws Exception {
        commit.limits(new CommitLimits(4 << 10, Duration.ofSeconds(60)));
        Future<?> first = stuck(() -> {
            commit.submit("a", 10);
            return null;
        });
        assertThat(catchThrowableOfType(StoreUnavailableException.class, () -> commit.submit("b", 4 << 10))
                        .reason())
                .isEqualTo(Reason.BUSY);
        disk.unstick();
        first.get();
        assertThat(store.visible).containsExactly("a");
        await().ignoreExceptions().untilAsserted(() -> commit.submit("larger than the queue", 1 << 20));
    }

    /** A call whose change is being written, and does not get on. */
    private <T> Future<T> stuck(Callable<T> call) {
        int before = disk.now();
        disk.stick();
        Future<T> answer = callers.submit(call);
        await().until(() -> disk.now() > before);
        return answer;
    }

    @Test
    void withoutSpaceChangesAreRefusedUntilItIsBack() {
        commit.submit("a", 10);
        disk.fillUp(0, true);
        assertThat(unavailable("b").reason()).isEqualTo(Reason.FULL);
        assertThat(unavailable("c").reason()).isEqualTo(Reason.FULL);
        assertThat(store.discarded).containsExactly("b", "c");
        disk.heal();
        commit.submit("d", 10);
        assertThat(store.visible).containsExactly("a", "d");
    }

    @Test
    void afterAnUnknownFailureTheStoreIsReadOnlyUntilItIsReopened() throws Exception {
        commit.submit("a", 10);
        disk.breakDown(1);
        assertThat(unavailable("b").reason()).isEqualTo(Reason.READ_ONLY);
        disk.heal();
        assertThat(unavailable("c").reason()).isEqualTo(Reason.READ_ONLY);
        assertThat(commit.failure()).isPresent();
        reopen();
        commit.submit("d", 10);
        assertThat(store.visible).contains("a", "d").doesNotContain("c");
    }

    @Test
    void aStoreThatFailsIsReadOnlyUntilItIsReopened() throws Exception {
        assertThat(unavailable("fail to prepare").reason()).isEqualTo(Reason.READ_ONLY);
        reopen();
        assertThat(unavailable("fail to apply").reason()).isEqualTo(Reason.READ_ONLY);
        assertThat(unavailable("a").reason()).isEqualTo(Reason.READ_ONLY);
        reopen();
        assertThat(store.visible).containsExactly("fail to apply");
    }

    @Test
    void aFullLogWaitsForItsCheckpoint() throws Exception {
        String large = "x".repeat(20 << 10);
        for (int i = 0; i < 4; i++) {
            commit.submit(large, large.length());
        }
        assertThat(store.rolled).hasSize(1);
        commit.checkpointFailed(new StoreUnavailableException(Reason.FULL, "no space for a checkpoint"));
        assertThatThrownBy(() -> commit.submit(large, large.length()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("no space for a checkpoint");
        commit.submit("a small one still fits", 10);
        commit.checkpointed(store.rolled.get(0));
        commit.submit(large, large.length());
        assertThat(store.rolled).hasSize(2);
    }

    @Test
    void anInterruptedCallerIsServedAndStaysInterrupted() throws Exception {
        Future<Boolean> interrupted = callers.submit(() -> {
            Thread.currentThread().interrupt();
            commit.submit("a", 10);
            return Thread.currentThread().isInterrupted();
        });
        assertThat(interrupted.get()).isTrue();
        assertThat(store.visible).containsExactly("a");
    }

    @Test
    void closingWhileBusyEndsEveryCall() throws Exception {
        List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
        List<Future<Reason>> ends = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(16);
        for (int thread = 0; thread < 16; thread++) {
            String name = "thread " + thread;
            ends.add(callers.submit(() -> {
                for (int i = 0; ; i++) {
                    try {
                        commit.submit(name + "/" + i, 10);
                    } catch (StoreUnavailableException e) {
                        return e.reason();
                    }
                    acknowledged.add(name + "/" + i);
                    begun.countDown();
                    commit.checkpointed(Long.MAX_VALUE);
                }
            }));
        }
        begun.await();
        commit.close();
        for (Future<Reason> end : ends) {
            assertThat(end.get()).isEqualTo(Reason.CLOSED);
        }
        assertThat(store.visible).containsAll(acknowledged);
        assertThat(threadNames()).doesNotContain("graft-test-log");
    }

    @Test
    void theThreadEndsWhenNobodyComesAndIsThereAgainForTheNext() throws IOException {
        commit.close();
        open(Duration.ofMillis(1));
        commit.submit("a", 10);
        await().until(() -> !threadNames().contains("graft-test-log"));
        commit.submit("b", 10);
        commit.checkpointed(2);
        await().until(() -> !threadNames().contains("graft-test-log"));
        reopen();
        assertThat(store.visible).containsExactly("a", "b");
    }

    @Test
    void nobodyIsForgottenWhileTheThreadEndsAndComesBack() throws Exception {
        commit.close();
        open(Duration.ofNanos(1));
        List<Future<?>> done = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            done.add(callers.submit(() -> {
                for (int i = 0; i < 300; i++) {
                    commit.submit("nothing", 20);
                }
            }));
        }
        for (Future<?> each : done) {
            each.get();
        }
    }

    private static List<String> threadNames() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    private boolean callersWaiting(int number) {
        return Thread.getAllStackTraces().values().stream()
                        .filter(stack -> Arrays.stream(stack)
                                .anyMatch(frame -> frame.getClassName().equals(Waiter.class.getName())))
                        .count()
                == number;
    }

    private StoreUnavailableException unavailable(String request) {
        return catchThrowableOfType(StoreUnavailableException.class, () -> commit.submit(request, 10));
    }

    private void reopen() throws IOException {
        commit.close();
        store.visible.clear();
        open();
    }

    /** Keeps texts in a list. */
    private static final class ListStore implements Committing<String> {
        final List<String> visible = new CopyOnWriteArrayList<>();
        final List<String> discarded = Collections.synchronizedList(new ArrayList<>());
        final List<Long> rolled = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void prepare(String request, GroupBuffer group) {
            switch (request) {
                case "nothing" -> {}
                case "fail to prepare" -> throw new IllegalStateException(request);
                default -> group.add(request.getBytes(StandardCharsets.UTF_8));
            }
            if (request.equals("refuse")) {
                throw refused();
            }
        }

        private static StoreException refused() {
            return new ConflictException("refused");
        }

        @Override
        public void apply(long sequence, List<String> requests) {
            visible.addAll(requests);
            if (requests.contains("fail to apply")) {
                throw new IllegalStateException("on purpose");
            }
        }

        @Override
        public void discard(List<String> requests) {
            discarded.addAll(requests);
        }

        @Override
        public void rolled(long lastSequence) {
            rolled.add(lastSequence);
        }
    }
}
