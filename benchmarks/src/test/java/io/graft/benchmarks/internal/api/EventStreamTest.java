package io.graft.benchmarks.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.benchmarks.internal.load.RequestSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private final ByteBuffer buffer = ByteBuffer.allocate(RequestSource.LARGEST_REQUEST);
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void everyEventIsWholeAndHasItsOwnIdAndOrigin() throws Exception {
        EventStream stream = new EventStream("127.0.0.1:59880", "t", 0);
        Set<String> ids = new HashSet<>();
        Set<String> devices = new HashSet<>();
        long lastOrigin = 0;
        List<String> requests = render(stream.next(1_000));
        for (int i = 0; i < requests.size(); i++) {
            String request = requests.get(i);
            int head = request.indexOf("\r\n\r\n") + 4;
            String body = request.substring(head);
            assertThat(request).contains("Content-Length: " + body.length() + "\r\n");
            JsonNode event = json.readTree(body).get("event");
            String device = event.get("deviceName").asText();
            assertThat(request)
                    .startsWith("POST /api/v3/event/bench-service/bench-profile/" + device + "/Int32 HTTP/1.1\r\n");
            UUID id = UUID.fromString(event.get("id").asText());
            assertThat(id.version()).isEqualTo(4);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(id).isEqualTo(stream.id(i));
            assertThat(event.get("origin").asLong()).isGreaterThan(lastOrigin);
            lastOrigin = event.get("origin").asLong();
            JsonNode reading = event.get("readings").get(0);
            assertThat(reading.get("origin").asLong()).isEqualTo(lastOrigin);
            assertThat(Integer.parseInt(reading.get("value").asText())).isBetween(10_000, 99_999);
            ids.add(id.toString());
            devices.add(device);
        }
        assertThat(ids).hasSize(1_000);
        assertThat(devices).hasSize(100).containsExactlyInAnyOrderElementsOf(stream.devices());
        assertThat(lastOrigin / 1_000_000_000).isCloseTo(System.currentTimeMillis() / 1_000, within(60L));
    }

    @Test
    void theDeviceToBeDeletedGetsWhatItShallHaveInBetweenOthers() {
        EventStream stream = new EventStream("h", "t", 10);

        assertThat(render(stream.next(40))).filteredOn(this::isPurged).hasSize(5);
        assertThat(render(stream.restOfPurged())).filteredOn(this::isPurged).hasSize(5);
        assertThat(render(stream.next(40))).noneMatch(this::isPurged);
        assertThat(stream.sent()).isEqualTo(85);
    }

    @Test
    void marksFollowTheOrigins() {
        EventStream stream = new EventStream("h", "t", 0);
        render(stream.next(5_000));

        assertThat(stream.marks()).hasSize(5).isSorted();
    }

    private boolean isPurged(String request) {
        return request.contains("\"bench-t-purged\"");
    }

    private List<String> render(RequestSource source) {
        List<String> requests = new ArrayList<>();
        while (source.next(buffer.clear())) {
            buffer.flip();
            requests.add(StandardCharsets.US_ASCII.decode(buffer).toString());
        }
        return requests;
    }

    private static org.assertj.core.data.Offset<Long> within(long seconds) {
        return org.assertj.core.data.Offset.offset(seconds);
    }
}
