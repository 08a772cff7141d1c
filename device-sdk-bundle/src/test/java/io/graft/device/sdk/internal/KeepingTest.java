package io.graft.device.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeepingTest {

    private final Threads threads = new Threads("keeping-test");
    private final AtomicInteger compared = new AtomicInteger();
    private final AtomicInteger lookedWithoutBus = new AtomicInteger();
    private volatile boolean bus = true;
    private volatile boolean failing;
    private final Keeping keeping = new Keeping(
            "keeping-test",
            this::compare,
            this::hasBus,
            Duration.ofMillis(5),
            new Lanes(threads.chores()),
            threads.timer());

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @AfterEach
    void stop() {
        threads.close();
    }

    @Test
    void comparesAgainWhenTheBusIsBack() {
        keeping.start();
        await().until(keeping::registered);
        assertThat(compared).hasValue(1);
        bus = false;
        await().until(() -> lookedWithoutBus.get() >= 2);
        assertThat(compared).hasValue(1);
        bus = true;
        await().until(() -> compared.get() == 2);
    }

    @Test
    void comparesWhenAskedTo() {
        keeping.start();
        await().until(keeping::registered);
        keeping.resync();
        await().until(() -> compared.get() == 2);
    }

    @Test
    void triesUntilItHasWorked() {
        failing = true;
        keeping.start();
        await().until(() -> compared.get() >= 3);
        assertThat(keeping.registered()).isFalse();
        failing = false;
        await().until(keeping::registered);
    }

    private void compare() throws IOException {
        compared.incrementAndGet();
        if (failing) {
            throw new IOException("nobody there");
        }
    }

    private boolean hasBus() {
        boolean now = bus;
        if (!now) {
            lookedWithoutBus.incrementAndGet();
        }
        return now;
    }
}
