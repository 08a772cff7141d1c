package io.graft.bus.binding.internal;

import static io.graft.bus.binding.internal.BusGateTest.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Delivery;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.binding.MemoryBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowTest {

    private final List<Delivery> heard = new ArrayList<>();
    private final Link old = new Link(new MemoryBus(), Map.of());
    private final Link next = new Link(new MemoryBus(), Map.of());

    @Test
    void whatTwoProvidersBringTogetherDoesNotExceedTheWindow() {
        Window window = window(2, 1000);

        window.arrive(old, delivery("1"));
        window.arrive(old, delivery("2"));
        window.arrive(next, delivery("3"));
        window.arrive(next, delivery("4"));
        assertThat(topics()).containsExactly("1", "2");
        assertThat(window.open()).isEqualTo(2);
        assertThat(window.waiting()).isEqualTo(2);

        heard.get(0).acknowledge();
        heard.get(0).acknowledge();
        assertThat(topics()).containsExactly("1", "2", "3");
        heard.get(1).acknowledge();
        heard.get(2).acknowledge();
        heard.get(3).acknowledge();
        assertThat(topics()).containsExactly("1", "2", "3", "4");
        assertThat(window.open()).isZero();
        assertThat(window.delivered()).isEqualTo(4);
    }

    @Test
    void bytesCountToo() {
        Window window = window(10, 5);

        window.arrive(old, delivery("123"));
        window.arrive(old, delivery("456"));
        window.arrive(old, delivery("7"));
        assertThat(topics()).containsExactly("123");
        heard.get(0).acknowledge();
        assertThat(topics()).containsExactly("123", "456", "7");
    }

    @Test
    void aMessageLargerThanTheWindowComesAlone() {
        Window window = window(10, 5);

        window.arrive(old, delivery("1"));
        window.arrive(old, delivery("larger than that"));
        window.arrive(old, delivery("2"));
        heard.get(0).acknowledge();
        assertThat(topics()).containsExactly("1", "larger than that");
        heard.get(1).acknowledge();
        assertThat(topics()).containsExactly("1", "larger than that", "2");
    }

    @Test
    void aListenerThatAcknowledgesAtOnceIsNotCalledFromWithinItself() {
        int[] depth = new int[2];
        Window window = new Window(
                spec(1, 1000),
                delivery -> {
                    heard.add(delivery);
                    depth[0]++;
                    depth[1] = Math.max(depth[1], depth[0]);
                    if (heard.size() > 1) {
                        delivery.acknowledge();
                    }
                    depth[0]--;
                },
                () -> {});
        for (int i = 0; i < 3; i++) {
            window.arrive(old, delivery("" + i));
        }
        heard.get(0).acknowledge();

        assertThat(topics()).containsExactly("0", "1", "2");
        assertThat(depth[1]).isEqualTo(1);
    }

    @Test
    void whatConnectionsThatHaveEndedLeaveBehindIsForgottenBeyondTwoWindows() {
        Window window = window(2, 1000);
        for (int i = 0; i < 100; i++) {
            window.arrive(old, delivery("" + i));
        }
        assertThat(window.waiting()).isEqualTo(4);

        for (int i = 0; i < heard.size(); i++) {
            heard.get(i).acknowledge();
        }
        assertThat(topics()).containsExactly("0", "1", "96", "97", "98", "99");
        assertThat(old.drain(Duration.ZERO)).isZero();
    }

    @Test
    void nothingIsHandedOverAfterTheEnd() {
        Window window = window(1, 1000);
        window.arrive(old, delivery("1"));
        window.arrive(old, delivery("2"));

        window.close();
        heard.get(0).acknowledge();
        window.arrive(old, delivery("3"));

        assertThat(topics()).containsExactly("1");
        assertThat(old.drain(Duration.ZERO)).isZero();
    }

    @Test
    void aListenerThatThrowsKeepsItsPlaceAndHarmsNobody() {
        Window window = new Window(
                spec(2, 1000),
                delivery -> {
                    heard.add(delivery);
                    throw new IllegalStateException("no");
                },
                () -> {});
        window.arrive(old, delivery("1"));
        window.arrive(old, delivery("2"));

        assertThat(topics()).containsExactly("1", "2");
        assertThat(window.open()).isEqualTo(2);
    }

    private Window window(int messages, long bytes) {
        return new Window(spec(messages, bytes), heard::add, () -> {});
    }

    private static SubscriptionSpec spec(int messages, long bytes) {
        return new SubscriptionSpec("s", List.of("#"), Qos.AT_LEAST_ONCE, true, messages, bytes);
    }

    private List<String> topics() {
        return heard.stream().map(each -> each.message().topic()).toList();
    }

    private static Delivery delivery(String topic) {
        BusMessage message = message(topic);
        return new Delivery() {
            @Override
            public BusMessage message() {
                return message;
            }

            @Override
            public boolean repeated() {
                return false;
            }

            @Override
            public void acknowledge() {}
        };
    }
}
