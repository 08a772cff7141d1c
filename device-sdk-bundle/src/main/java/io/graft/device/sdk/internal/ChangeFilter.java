package io.graft.device.sdk.internal;

import io.graft.device.sdk.AutoEvent;
import io.graft.device.sdk.DeviceResource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Leaves out of an automatic event what has not changed since it was sent; all is sent from time to time even so, so that
 * who looks at the newest readings finds each value. Used by one thread at a time.
 */
final class ChangeFilter {

    static final String THRESHOLD = "onChangeThreshold";

    private final AutoEvent autoEvent;
    private final long everythingAfterNanos;
    private final Map<String, DeviceEvent.Measured> sent = new HashMap<>();
    private Long everythingAt;

    ChangeFilter(AutoEvent autoEvent, long everythingAfterNanos) {
        this.autoEvent = autoEvent;
        this.everythingAfterNanos = everythingAfterNanos;
    }

    /**
     * What of an event is worth sending; nothing if nothing is.
     *
     * @param now a clock in nanoseconds that never steps
     */
    Optional<DeviceEvent> changed(DeviceEvent event, long now) {
        if (!autoEvent.onChange()) {
            return Optional.of(event);
        }
        boolean everything = everythingAt == null || now - everythingAt >= everythingAfterNanos;
        if (everything) {
            everythingAt = now;
        }
        List<DeviceEvent.Measured> changed = event.readings().stream()
                .filter(each -> everything || hasChanged(each))
                .toList();
        changed.forEach(each -> sent.put(each.resource().name(), each));
        return changed.isEmpty() ? Optional.empty() : Optional.of(event.only(changed));
    }

    private boolean hasChanged(DeviceEvent.Measured now) {
        DeviceEvent.Measured before = sent.get(now.resource().name());
        if (before == null || before.valueType() != now.valueType()) {
            return true;
        }
        if (before.value() instanceof Number was && now.value() instanceof Number is) {
            double threshold = threshold(now.resource());
            return threshold > 0 ? !(Math.abs(is.doubleValue() - was.doubleValue()) <= threshold) : !was.equals(is);
        }
        if (before.value() instanceof byte[] was && now.value() instanceof byte[] is) {
            return !Arrays.equals(was, is);
        }
        return !Objects.equals(before.value(), now.value());
    }

    private double threshold(DeviceResource resource) {
        return resource.attributes().get(THRESHOLD) instanceof Number own
                ? own.doubleValue()
                : autoEvent.onChangeThreshold();
    }
}
