package io.graft.device.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.model.ValueType;
import io.graft.device.sdk.AutoEvent;
import io.graft.device.sdk.DeviceResource;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChangeFilterTest {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private Map<String, Object> ownOfB = Map.of();

    @Test
    void withoutOnChangeAllIsSent() {
        ChangeFilter filter = new ChangeFilter(AutoEvent.every(INTERVAL, "all"), MINUTE);
        assertThat(sent(filter, 0, 1, 1)).containsExactly("a", "b");
        assertThat(sent(filter, 1, 1, 1)).containsExactly("a", "b");
    }

    @Test
    void onlyWhatHasChangedIsSentAndNothingIfNothingHas() {
        ChangeFilter filter = new ChangeFilter(AutoEvent.onChange(INTERVAL, "all"), MINUTE);
        assertThat(sent(filter, 0, 1, 1)).containsExactly("a", "b");
        assertThat(sent(filter, 1, 1, 2)).containsExactly("b");
        assertThat(sent(filter, 2, 1, 2)).isEmpty();
        assertThat(sent(filter, 3, 5, 2)).containsExactly("a");
    }

    @Test
    void allIsSentFromTimeToTime() {
        ChangeFilter filter = new ChangeFilter(AutoEvent.onChange(INTERVAL, "all"), MINUTE);
        assertThat(sent(filter, -5, 1, 1)).containsExactly("a", "b");
        assertThat(sent(filter, MINUTE - 6, 1, 1)).isEmpty();
        assertThat(sent(filter, MINUTE - 5, 1, 1)).containsExactly("a", "b");
        assertThat(sent(filter, MINUTE, 1, 1)).isEmpty();
    }

    @Test
    void theThresholdCountsFromTheValueThatWasSentAndAResourcesOwnGoesFirst() {
        ownOfB = Map.of(ChangeFilter.THRESHOLD, 10);
        ChangeFilter filter = new ChangeFilter(new AutoEvent("all", INTERVAL, true, 2), MINUTE);
        assertThat(sent(filter, 0, 10, 10)).containsExactly("a", "b");
        assertThat(sent(filter, 1, 12, 12)).isEmpty();
        assertThat(sent(filter, 2, 13, 13)).containsExactly("a");
        assertThat(sent(filter, 3, 15, 21)).containsExactly("b");
        assertThat(sent(filter, 4, 10, 11)).containsExactly("a");
    }

    @Test
    void aValueThatComesOrGoesHasChanged() {
        ChangeFilter filter = new ChangeFilter(new AutoEvent("all", INTERVAL, true, 5), MINUTE);
        assertThat(sent(filter, 0, 1, null)).containsExactly("a", "b");
        assertThat(sent(filter, 1, null, null)).containsExactly("a");
        assertThat(sent(filter, 2, null, 1)).containsExactly("b");
    }

    private List<String> sent(ChangeFilter filter, long now, Integer a, Integer b) {
        List<DeviceEvent.Measured> readings = new ArrayList<>();
        readings.add(measured("a", Map.of(), a));
        readings.add(measured("b", ownOfB, b));
        DeviceEvent event = new DeviceEvent(UUID.randomUUID(), "d", "p", "all", 1, readings, Map.of());
        return filter.changed(event, now).stream()
                .flatMap(each -> each.readings().stream())
                .map(each -> each.resource().name())
                .toList();
    }

    private static DeviceEvent.Measured measured(String name, Map<String, Object> attributes, Integer value) {
        DeviceResource resource = new DeviceResource(
                name,
                ValueType.INT32,
                true,
                false,
                "",
                attributes,
                DeviceResource.Limits.NONE,
                DeviceResource.Transform.NONE,
                "",
                Map.of());
        return new DeviceEvent.Measured(resource, ValueType.INT32, value == null ? null : BigInteger.valueOf(value), 1);
    }
}
