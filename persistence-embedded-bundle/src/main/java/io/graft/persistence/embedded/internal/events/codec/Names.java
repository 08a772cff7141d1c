package io.graft.persistence.embedded.internal.events.codec;

import io.graft.api.model.ValueType;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.log.codec.Input;
import io.graft.log.codec.Output;
import io.graft.persistence.embedded.internal.events.codec.Name.Device;
import io.graft.persistence.embedded.internal.events.codec.Name.Resource;
import io.graft.persistence.embedded.internal.events.codec.Name.Series;
import io.graft.persistence.embedded.internal.events.codec.Name.Stream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The dictionary of names. Lookups take no lock; numbers are given out under one. All methods are safe for any thread.
 */
public final class Names {

    private static final int DEVICE = 1;
    private static final int RESOURCE = 2;
    private static final int STREAM = 3;
    private static final int SERIES = 4;

    /** How long names may be on average. */
    private static final int CHARS_EACH = 256;

    private record Pair(int device, String text) {}

    private record Couple(int device, int resource) {}

    private record StreamKey(String device, String profile, String source) {}

    private record SeriesKey(String device, String profile, String resource, ValueType type, String units) {}

    private final int limit;
    private final ConcurrentHashMap<String, Device> devices = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Resource> resources = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<StreamKey, Stream> streams = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<SeriesKey, Series> series = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Pair, Stream> streamsBySource = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Couple, Series> seriesByResource = new ConcurrentHashMap<>();
    private volatile Name[] byId = new Name[256];
    private int next;
    private int logged;
    private long chars;

    /** @param limit how many names there may be in all */
    public Names(int limit) {
        this.limit = limit;
    }

    /** How many names there are. */
    public synchronized int size() {
        return next;
    }

    Stream stream(String device, String profile, String source) {
        StreamKey key = new StreamKey(device, profile, source);
        Stream known = streams.get(key);
        return known != null
                ? known
                : create(() -> {
                    Stream raced = streams.get(key);
                    if (raced != null) {
                        return raced;
                    }
                    Device ofDevice = deviceFor(device);
                    return add(id -> newStream(id, ofDevice, profile, source));
                });
    }

    Series series(String device, String profile, String resource, ValueType type, String units) {
        SeriesKey key = new SeriesKey(device, profile, resource, type, units);
        Series known = series.get(key);
        return known != null
                ? known
                : create(() -> {
                    Series raced = series.get(key);
                    if (raced != null) {
                        return raced;
                    }
                    Device ofDevice = deviceFor(device);
                    Resource ofResource = resourceFor(resource);
                    return add(id -> newSeries(id, ofDevice, ofResource, profile, type, units));
                });
    }

    /** The device with this name, if any event or reading has ever had it. */
    public Optional<Device> device(String name) {
        return Optional.ofNullable(devices.get(name));
    }

    public Optional<Resource> resource(String name) {
        return Optional.ofNullable(resources.get(name));
    }

    /** The streams of a source, whatever their profiles. */
    public List<Stream> streams(Device device, String source) {
        List<Stream> found = new ArrayList<>(1);
        for (Stream s = streamsBySource.get(new Pair(device.id(), source)); s != null; s = s.older()) {
            found.add(s);
        }
        return found;
    }

    /** The series of a device's resource, whatever their profiles, types and units. */
    public List<Series> series(Device device, Resource resource) {
        List<Series> found = new ArrayList<>(1);
        for (Series s = seriesByResource.get(new Couple(device.id(), resource.id())); s != null; s = s.older()) {
            found.add(s);
        }
        return found;
    }

    public Stream stream(int id) {
        return known(id, Stream.class);
    }

    public Series series(int id) {
        return known(id, Series.class);
    }

    /** Writes a name as {@link #define} reads it. */
    void write(Name name, Output out) {
        if (name instanceof Device device) {
            out.putByte(DEVICE);
            out.putVarint(device.id());
            out.putText(device.text());
        } else if (name instanceof Resource resource) {
            out.putByte(RESOURCE);
            out.putVarint(resource.id());
            out.putText(resource.text());
        } else if (name instanceof Stream stream) {
            out.putByte(STREAM);
            out.putVarint(stream.id());
            out.putVarint(stream.device().id());
            out.putText(stream.profile());
            out.putText(stream.source());
        } else if (name instanceof Series s) {
            out.putByte(SERIES);
            out.putVarint(s.id());
            out.putVarint(s.device().id());
            out.putVarint(s.resource().id());
            out.putText(s.profile());
            out.putText(s.type().edgexName());
            out.putText(s.units());
        }
    }

    /** Takes a name in that was written before, and marks it as logged. One that is known already may come again. */
    public synchronized void define(Input in) {
        int kind = in.getByte();
        int id = in.getSize();
        Name known = id < byId.length ? byId[id] : null;
        Name name =
                switch (kind) {
                    case DEVICE -> {
                        String text = in.getText();
                        yield known != null ? known : newDevice(id, text);
                    }
                    case RESOURCE -> {
                        String text = in.getText();
                        yield known != null ? known : newResource(id, text);
                    }
                    case STREAM -> {
                        int device = in.getSize();
                        String profile = in.getText();
                        String source = in.getText();
                        yield known != null ? known : newStream(id, known(device, Device.class), profile, source);
                    }
                    case SERIES -> {
                        int device = in.getSize();
                        int resource = in.getSize();
                        String profile = in.getText();
                        String type = in.getText();
                        String units = in.getText();
                        yield known != null
                                ? known
                                : newSeries(
                                        id,
                                        known(device, Device.class),
                                        known(resource, Resource.class),
                                        profile,
                                        type(type),
                                        units);
                    }
                    default ->
                        throw new CorruptStoreException("a name of unknown kind " + kind
                                + " is stored; the store was written by a newer version or is damaged");
                };
        if (known == null) {
            put(name);
        }
        if (!name.logged()) {
            name.setLogged();
            logged++;
        }
    }

    /** How many names are in the log. */
    public synchronized int logged() {
        return logged;
    }

    /** Writes every name that is in the log, the ones that others refer to before these. */
    public void writeLogged(Output out) {
        for (Name name : byId) {
            if (name != null && name.logged()) {
                write(name, out);
            }
        }
    }

    private <N extends Name> N create(Supplier<N> creation) {
        synchronized (this) {
            return creation.get();
        }
    }

    private Device deviceFor(String text) {
        Device known = devices.get(text);
        return known != null ? known : add(id -> newDevice(id, text));
    }

    private Resource resourceFor(String text) {
        Resource known = resources.get(text);
        return known != null ? known : add(id -> newResource(id, text));
    }

    private <N extends Name> N add(IntFunction<N> creation) {
        if (next >= limit) {
            throw new StoreUnavailableException(
                    StoreUnavailableException.Reason.FULL,
                    "the store knows " + next + " names of devices, sources, resources and their series already, and "
                            + limit + " is the limit (events.names.max); use fewer different names or raise the limit");
        }
        if (chars >= (long) limit * CHARS_EACH) {
            throw new StoreUnavailableException(
                    StoreUnavailableException.Reason.FULL,
                    "the store's names of devices, sources, resources and their series have " + chars
                            + " characters already, and " + (long) limit * CHARS_EACH
                            + " is the limit (events.names.max"
                            + " times " + CHARS_EACH + "); use shorter names or raise the limit");
        }
        N name = creation.apply(next);
        put(name);
        return name;
    }

    private void put(Name name) {
        if (name.id() >= byId.length) {
            byId = Arrays.copyOf(byId, Math.max(name.id() + 1, byId.length * 2));
        }
        Name[] current = byId;
        current[name.id()] = name;
        chars += name.chars();
        byId = current;
        next = Math.max(next, name.id() + 1);
    }

    private Device newDevice(int id, String text) {
        Device device = new Device(id, text);
        devices.put(text, device);
        return device;
    }

    private Resource newResource(int id, String text) {
        Resource resource = new Resource(id, text);
        resources.put(text, resource);
        return resource;
    }

    private Stream newStream(int id, Device device, String profile, String source) {
        Pair pair = new Pair(device.id(), source);
        Stream stream = new Stream(id, device, profile, source, streamsBySource.get(pair));
        streamsBySource.put(pair, stream);
        streams.put(new StreamKey(device.text(), profile, source), stream);
        return stream;
    }

    private Series newSeries(int id, Device device, Resource resource, String profile, ValueType type, String units) {
        Couple couple = new Couple(device.id(), resource.id());
        Series added = new Series(id, device, resource, profile, type, units, seriesByResource.get(couple));
        seriesByResource.put(couple, added);
        series.put(new SeriesKey(device.text(), profile, resource.text(), type, units), added);
        return added;
    }

    private Name known(int id) {
        Name[] current = byId;
        return id < current.length ? current[id] : null;
    }

    private <N extends Name> N known(int id, Class<N> type) {
        Name name = known(id);
        if (!type.isInstance(name)) {
            throw new CorruptStoreException("a record refers to the " + type.getSimpleName() + " number " + id
                    + ", which is not in the store's dictionary; restore the store's directory from a backup");
        }
        return type.cast(name);
    }

    private static ValueType type(String name) {
        return ValueType.of(name)
                .orElseThrow(() -> new CorruptStoreException("a series of type '" + name
                        + "' is stored; the store was written by a newer version or is damaged"));
    }
}
