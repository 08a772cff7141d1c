package io.graft.persistence.embedded.internal.events;

import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.ReadingFilter;
import io.graft.persistence.embedded.internal.events.codec.Name;
import io.graft.persistence.embedded.internal.events.codec.Names;
import io.graft.persistence.embedded.internal.events.query.ListKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Which lists make up what a filter selects, its range disregarded. The lists have no entry in common. */
final class ListKeys {

    private ListKeys() {}

    static long[] of(EventFilter filter, Names names) {
        if (filter.device().isEmpty()) {
            return new long[] {ListKey.ALL_EVENTS};
        }
        Optional<Name.Device> device = names.device(filter.device().get());
        if (device.isEmpty()) {
            return new long[0];
        }
        if (filter.source().isEmpty()) {
            return new long[] {ListKey.eventsOfDevice(device.get().id())};
        }
        List<Name.Stream> streams = names.streams(device.get(), filter.source().get());
        return streams.stream()
                .mapToLong(stream -> ListKey.eventsOfStream(stream.id()))
                .toArray();
    }

    static long[] of(ReadingFilter filter, Names names) {
        List<Name.Resource> resources = filter.resources().stream()
                .flatMap(name -> names.resource(name).stream())
                .toList();
        if (filter.device().isEmpty()) {
            return filter.resources().isEmpty()
                    ? new long[] {ListKey.ALL_READINGS}
                    : resources.stream()
                            .mapToLong(resource -> ListKey.readingsOfResource(resource.id()))
                            .toArray();
        }
        Optional<Name.Device> device = names.device(filter.device().get());
        if (device.isEmpty()) {
            return new long[0];
        }
        if (filter.resources().isEmpty()) {
            return new long[] {ListKey.readingsOfDevice(device.get().id())};
        }
        return resources.stream()
                .flatMapToLong(resource -> seriesOf(device.get(), resource, names))
                .toArray();
    }

    private static LongStream seriesOf(Name.Device device, Name.Resource resource, Names names) {
        return names.series(device, resource).stream().mapToLong(series -> ListKey.readingsOfSeries(series.id()));
    }
}
