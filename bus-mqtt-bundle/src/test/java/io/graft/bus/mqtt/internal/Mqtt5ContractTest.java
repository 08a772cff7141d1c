package io.graft.bus.mqtt.internal;

import io.graft.bus.mqtt.internal.MqttSettings.Version;
import io.graft.bus.tck.MessageBusContract;
import io.graft.bus.tck.TestedBus;
import io.graft.testservers.MosquittoOptions;
import io.graft.testservers.MosquittoServer;

/** The contract on mosquitto, with MQTT 5. */
class Mqtt5ContractTest extends MessageBusContract {

    @Override
    protected TestedBus testedBus() {
        return new TestedMosquitto(MosquittoServer.start(MosquittoOptions.PERSISTENT), Version.V5);
    }
}
