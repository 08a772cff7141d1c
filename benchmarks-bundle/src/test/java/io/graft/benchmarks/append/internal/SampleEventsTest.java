package io.graft.benchmarks.append.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.model.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleEventsTest {

    @Test
    void noTwoEventsShareAnIdOrAnOrigin() {
        List<Event> events = new SampleEvents("bench-").next(1_000);

        assertThat(events).extracting(Event::id).doesNotHaveDuplicates();
        assertThat(events).extracting(Event::origin).doesNotHaveDuplicates();
        assertThat(events).extracting(Event::deviceName).contains("bench-000", "bench-099");
    }
}
