package io.graft.metadata.internal.http;

import io.graft.metadata.internal.http.Check.Begun;
import io.graft.metadata.internal.model.Device;
import io.graft.metadata.internal.model.ItemRequest;
import io.graft.metadata.internal.validation.Round;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Has devices validated by their device services. */
final class DeviceChecks {

    private final Round round;

    DeviceChecks(Round round) {
        this.round = round;
    }

    /** @param device what an item adds, or what becomes of a device by it; throws where that can't be */
    <R extends ItemRequest> Check<R> of(Function<R, Device> device) {
        return item -> new Validation(device.apply(item));
    }

    private final class Validation implements Begun {

        private final Device device;
        private CompletableFuture<Void> answer;

        Validation(Device device) {
            this.device = device;
        }

        @Override
        public String subject() {
            return device.name();
        }

        @Override
        public void ask() {
            answer = round.ask(device);
        }

        @Override
        public void require() {
            round.await(answer);
        }
    }
}
