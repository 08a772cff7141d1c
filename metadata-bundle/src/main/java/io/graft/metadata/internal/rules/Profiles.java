package io.graft.metadata.internal.rules;

import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.metadata.internal.Settings;
import io.graft.metadata.internal.model.Device;
import io.graft.metadata.internal.model.DeviceCommand;
import io.graft.metadata.internal.model.DeviceProfile;
import io.graft.metadata.internal.model.DeviceResource;
import io.graft.metadata.internal.model.ItemRequest.DeviceProfileTagsRequest;
import io.graft.metadata.internal.model.ProfileBasicInfo;
import io.graft.metadata.internal.model.ProvisionWatcher;
import io.graft.metadata.internal.model.UpdateTags;
import io.graft.metadata.internal.store.Entry;
import io.graft.metadata.internal.store.Kind;
import io.graft.metadata.internal.store.Records;
import io.graft.metadata.internal.uom.KnownUnits;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Adds, changes and removes device profiles and their parts. */
public final class Profiles {

    private final Records<DeviceProfile> profiles;
    private final Records<Device> devices;
    private final Records<ProvisionWatcher> watchers;
    private final References references;
    private final Capacity capacity;
    private final KnownUnits units;
    private final Supplier<Settings> settings;

    Profiles(
            Records<DeviceProfile> profiles,
            Records<Device> devices,
            Records<ProvisionWatcher> watchers,
            References references,
            Capacity capacity,
            KnownUnits units,
            Supplier<Settings> settings) {
        this.profiles = profiles;
        this.devices = devices;
        this.watchers = watchers;
        this.references = references;
        this.capacity = capacity;
        this.units = units;
        this.settings = settings;
    }

    /** Adds a profile; returns its id. */
    public String add(DeviceProfile profile) {
        profile.deviceResources().forEach(this::requireKnownUnits);
        return profiles.insert(profile);
    }

    /** Puts a profile in the place of the one with its name. */
    public void replace(DeviceProfile profile) {
        profile.deviceResources().forEach(this::requireKnownUnits);
        change(() -> profiles.get(profile.name()), old -> profile);
    }

    /**
     * Makes sure that profiles may be replaced and lose parts.
     *
     * @throws ApiException 423 if the settings forbid it
     */
    public void requireChangesAllowed() {
        if (settings.get().strictProfileChanges()) {
            throw new ApiException(
                    ErrorKind.SERVICE_LOCKED,
                    "profile change is not allowed when StrictDeviceProfileChanges config is enabled");
        }
    }

    /** Removes a profile that nothing refers to. */
    public void delete(String name) {
        if (settings.get().strictProfileDeletes()) {
            throw new ApiException(
                    ErrorKind.SERVICE_LOCKED,
                    "profile deletion is not allowed when StrictDeviceProfileDeletes config is enabled");
        }
        references.<Void>referredTo(() -> {
            Document profile = profiles.getDocument(name);
            Condition refersToIt = new Condition.Equal(Kind.PROFILE, name);
            if (devices.count(refersToIt) > 0) {
                throw ApiException.conflict("fail to delete the device profile when associated device exists");
            }
            if (watchers.count(refersToIt) > 0) {
                throw ApiException.conflict(
                        "fail to delete the device profile when associated provisionWatcher exists");
            }
            profiles.delete(profile);
            return null;
        });
    }

    /** Changes what is neither a resource nor a command. */
    public void patch(ProfileBasicInfo.Update update) {
        change(() -> profiles.get(update.id(), update.name()), update::applyTo);
    }

    /** Changes tags; resources and commands that the profile does not have are passed over. */
    public void patchTags(String name, DeviceProfileTagsRequest request) {
        Map<String, UpdateTags> ofResources = byName(request.deviceResources());
        Map<String, UpdateTags> ofCommands = byName(request.deviceCommands());
        change(
                () -> profiles.get(name),
                old -> old.with(
                        old.deviceResources().stream()
                                .map(resource -> ofResources.containsKey(resource.name())
                                        ? resource.withTags(
                                                ofResources.get(resource.name()).applyTo(resource.tags()))
                                        : resource)
                                .toList(),
                        old.deviceCommands().stream()
                                .map(command -> ofCommands.containsKey(command.name())
                                        ? command.withTags(
                                                ofCommands.get(command.name()).applyTo(command.tags()))
                                        : command)
                                .toList()));
    }

    /** Adds a resource to a profile. */
    public void addResource(String name, DeviceResource resource) {
        change(() -> profiles.get(name), old -> {
            requireKnownUnits(resource);
            return old.with(with(old.deviceResources(), resource), old.deviceCommands());
        });
    }

    /** Changes a resource of a profile. */
    public void patchResource(String name, DeviceResource.Update update) {
        change(() -> profiles.get(name), old -> {
            List<DeviceResource> resources = changed(
                    old.deviceResources(), DeviceResource::name, update.name(), "device resource", update::applyTo);
            return old.with(resources, old.deviceCommands());
        });
    }

    /** Takes a resource out of a profile that no device has. */
    public void deleteResource(String name, String resource) {
        requireChangesAllowed();
        changeUnused(name, old -> {
            List<DeviceResource> resources =
                    without(old.deviceResources(), DeviceResource::name, resource, "device resource");
            for (DeviceCommand command : old.deviceCommands()) {
                if (command.resourceOperations().stream()
                        .anyMatch(operation -> operation.deviceResource().equals(resource))) {
                    throw ApiException.conflict("fail to delete the device resource " + resource
                            + " when the device command " + command.name() + " uses it");
                }
            }
            return old.with(resources, old.deviceCommands());
        });
    }

    /** Adds a command to a profile. */
    public void addCommand(String name, DeviceCommand command) {
        change(() -> profiles.get(name), old -> old.with(old.deviceResources(), with(old.deviceCommands(), command)));
    }

    /** Changes a command of a profile. */
    public void patchCommand(String name, DeviceCommand.Update update) {
        change(() -> profiles.get(name), old -> {
            List<DeviceCommand> commands = changed(
                    old.deviceCommands(), DeviceCommand::name, update.name(), "device command", update::applyTo);
            return old.with(old.deviceResources(), commands);
        });
    }

    /** Takes a command out of a profile that no device has. */
    public void deleteCommand(String name, String command) {
        requireChangesAllowed();
        changeUnused(
                name,
                old -> old.with(
                        old.deviceResources(),
                        without(old.deviceCommands(), DeviceCommand::name, command, "device command")));
    }

    private void changeUnused(String name, UnaryOperator<DeviceProfile> change) {
        change(
                () -> {
                    if (devices.count(new Condition.Equal(Kind.PROFILE, name)) > 0) {
                        throw ApiException.conflict("fail to update the device profile when associated device exists");
                    }
                    return profiles.get(name);
                },
                change);
    }

    private void change(Supplier<Entry<DeviceProfile>> read, UnaryOperator<DeviceProfile> change) {
        references.<Void>referredTo(() -> {
            Entry<DeviceProfile> old = read.get();
            DeviceProfile changed = change.apply(old.value());
            changed.validate();
            capacity.requireRoomForChange(old.value(), changed);
            profiles.replace(old, changed);
            return null;
        });
    }

    private void requireKnownUnits(DeviceResource resource) {
        String unit = resource.properties().units();
        if (settings.get().unitValidation() && !units.current().knows(unit)) {
            throw ApiException.invalid("DeviceResource " + resource.name() + " units " + unit + " is invalid");
        }
    }

    private static Map<String, UpdateTags> byName(List<UpdateTags> updates) {
        return updates.stream().collect(Collectors.toMap(UpdateTags::name, update -> update, (first, last) -> last));
    }

    private static <T> List<T> with(List<T> list, T more) {
        List<T> longer = new ArrayList<>(list);
        longer.add(more);
        return longer;
    }

    private static <T> List<T> without(List<T> list, Function<T, String> nameOf, String name, String noun) {
        Predicate<T> named = element -> nameOf.apply(element).equals(name);
        List<T> shorter = list.stream().filter(named.negate()).toList();
        if (shorter.size() == list.size()) {
            throw ApiException.notFound(noun + " not found");
        }
        return shorter;
    }

    private static <T> List<T> changed(
            List<T> list, Function<T, String> nameOf, String name, String noun, UnaryOperator<T> change) {
        List<T> changed = new ArrayList<>(list);
        for (int i = 0; i < changed.size(); i++) {
            if (nameOf.apply(changed.get(i)).equals(name)) {
                changed.set(i, change.apply(changed.get(i)));
                return changed;
            }
        }
        throw ApiException.notFound(noun + " not found");
    }
}
