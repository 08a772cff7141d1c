package io.graft.bus.mqtt.internal;

import io.graft.api.bus.MessageBus;
import io.graft.bus.mqtt.internal.MqttSettings.Version;
import io.graft.bus.tck.HivePeer;
import io.graft.bus.tck.OpenBus;
import io.graft.bus.tck.Outage;
import io.graft.bus.tck.Peer;
import io.graft.bus.tck.TestedBus;
import io.graft.testservers.MosquittoServer;
import java.util.Optional;

/** The provider and a mosquitto that is stopped and started again. */
final class TestedMosquitto implements TestedBus {

    private final MosquittoServer server;
    private final MqttSettings settings;

    TestedMosquitto(MosquittoServer server, Version version) {
        this.server = server;
        this.settings = TestSettings.to(server, version);
    }

    @Override
    public OpenBus open() {
        MqttBus bus = new MqttBus(settings);
        return new OpenBus() {
            @Override
            public MessageBus bus() {
                return bus;
            }

            @Override
            public void close() {
                bus.close();
            }
        };
    }

    @Override
    public Peer peer() {
        return new HivePeer(server.host(), server.port());
    }

    @Override
    public Optional<Outage> outage() {
        return Optional.of(new Outage() {
            @Override
            public void begin() {
                server.stop();
            }

            @Override
            public void end() {
                if (!server.alive()) {
                    server.startAgain();
                }
            }
        });
    }

    @Override
    public String threads() {
        return MqttBus.THREAD;
    }

    @Override
    public void close() {
        server.close();
    }
}
