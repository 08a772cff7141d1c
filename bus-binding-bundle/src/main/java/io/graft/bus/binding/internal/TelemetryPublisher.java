package io.graft.bus.binding.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.api.bus.Qos;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.Envelope;
import io.graft.bus.binding.Telemetry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** The figures of one service. */
final class TelemetryPublisher implements Telemetry {

    private static final JsonFactory JSON = new JsonFactory();

    private final Bus bus;
    private final String service;
    private final Consumer<TelemetryPublisher> atEnd;
    private final Map<String, Figure> figures = new ConcurrentSkipListMap<>();

    TelemetryPublisher(Bus bus, String service, Consumer<TelemetryPublisher> atEnd) {
        this.bus = bus;
        this.service = service;
        this.atEnd = atEnd;
    }

    /** A figure; its name is EdgeX's for its kind. */
    private record Figure(String field, LongSupplier whole, DoubleSupplier broken) {}

    @Override
    public Telemetry counter(String metric, LongSupplier value) {
        figures.put(metric, new Figure("counter-count", value, null));
        return this;
    }

    @Override
    public Telemetry gauge(String metric, DoubleSupplier value) {
        figures.put(metric, new Figure("gaugeFloat64-value", null, value));
        return this;
    }

    @Override
    public void close() {
        atEnd.accept(this);
    }

    void publish() {
        if (bus.status().bound().isEmpty()) {
            return;
        }
        Instant now = Instant.now();
        long timestamp = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        figures.forEach((metric, figure) -> {
            byte[] payload = payload(metric, figure, timestamp);
            if (payload.length > 0) {
                bus.publish(bus.topics().telemetry(service, metric), Envelope.json(payload), Qos.AT_MOST_ONCE);
            }
        });
    }

    /** EdgeX's metric; empty if there is none now. */
    private byte[] payload(String metric, Figure figure, long timestamp) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("apiVersion", "v3");
            json.writeStringField("name", metric);
            json.writeArrayFieldStart("fields");
            json.writeStartObject();
            json.writeStringField("name", figure.field());
            if (figure.whole() != null) {
                json.writeNumberField("value", figure.whole().getAsLong());
            } else {
                double value = figure.broken().getAsDouble();
                if (!Double.isFinite(value)) {
                    return new byte[0];
                }
                json.writeNumberField("value", value);
            }
            json.writeEndObject();
            json.writeEndArray();
            json.writeArrayFieldStart("tags");
            json.writeStartObject();
            json.writeStringField("name", "service");
            json.writeStringField("value", service);
            json.writeEndObject();
            json.writeEndArray();
            json.writeNumberField("timestamp", timestamp);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }
}
