package io.graft.bus.broker.internal;

import io.graft.api.bus.MessageBus;
import io.graft.bus.tck.HivePeer;
import io.graft.bus.tck.MessageBusContract;
import io.graft.bus.tck.OpenBus;
import io.graft.bus.tck.Peer;
import io.graft.bus.tck.TestedBus;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class BrokerContractTest extends MessageBusContract {

    @TempDir
    Path directory;

    @Override
    protected TestedBus testedBus() {
        return new Tested(directory, TestBroker.freePort());
    }

    private record Tested(Path directory, int port) implements TestedBus {

        @Override
        public OpenBus open() {
            Broker broker = TestBroker.open(TestBroker.settings(port), directory);
            return new OpenBus() {
                @Override
                public MessageBus bus() {
                    return broker;
                }

                @Override
                public void close() {
                    broker.close();
                }
            };
        }

        @Override
        public Peer peer() {
            return new HivePeer("127.0.0.1", port);
        }

        @Override
        public String threads() {
            return Broker.THREADS;
        }
    }
}
