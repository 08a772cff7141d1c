package io.graft.bus.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WindowTest {

    @Test
    void hasPlacesForSoManyMessages() {
        Window window = new Window(2, 100);
        assertThat(window.enter(1)).isTrue();
        assertThat(window.enter(1)).isTrue();
        assertThat(window.full()).isTrue();
        assertThat(window.enter(1)).isFalse();
        window.leave(1, window.connection());
        assertThat(window.enter(1)).isTrue();
    }

    @Test
    void messageLargerThanTheWindowComesAlone() {
        Window window = new Window(2, 100);
        assertThat(window.enter(10)).isTrue();
        assertThat(window.enter(1_000)).isFalse();
        window.leave(10, window.connection());
        assertThat(window.enter(1_000)).isTrue();
        assertThat(window.enter(1)).isFalse();
    }

    @Test
    void newConnectionHasAWindowOfItsOwnButNoThird() {
        Window window = new Window(2, 100);
        int first = window.connection();
        window.enter(1);
        window.enter(1);
        window.lost();
        assertThat(window.open()).isZero();
        assertThat(window.enter(1)).isTrue();
        assertThat(window.enter(1)).isTrue();
        window.lost();
        assertThat(window.enter(1)).isFalse();
        window.leave(1, first);
        window.leave(1, first);
        window.leave(1, first);
        assertThat(window.enter(1)).isTrue();
        assertThat(window.open()).isEqualTo(1);
    }
}
