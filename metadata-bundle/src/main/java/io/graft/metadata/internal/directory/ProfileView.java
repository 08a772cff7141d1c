package io.graft.metadata.internal.directory;

import io.graft.api.metadata.CommandInfo;
import io.graft.api.metadata.ProfileInfo;
import io.graft.api.metadata.ResourceInfo;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.metadata.internal.model.DeviceCommand;
import io.graft.metadata.internal.model.DeviceProfile;
import io.graft.metadata.internal.model.DeviceResource;
import io.graft.metadata.internal.model.ResourceProperties;
import java.util.Optional;
import java.util.OptionalLong;

/** Shows a profile as other services see it. */
final class ProfileView {

    private ProfileView() {}

    static ProfileInfo of(DeviceProfile profile) {
        return new ProfileInfo(
                profile.name(),
                profile.deviceResources().stream()
                        .map(resource -> resource(profile, resource))
                        .toList(),
                profile.deviceCommands().stream().map(ProfileView::command).toList());
    }

    private static ResourceInfo resource(DeviceProfile profile, DeviceResource resource) {
        ResourceProperties properties = resource.properties();
        ValueType valueType = ValueType.of(properties.valueType())
                .orElseThrow(
                        () -> new CorruptStoreException("resource '" + resource.name() + "' of the stored profile '"
                                + profile.name() + "' has the unknown value type '" + properties.valueType() + "'"));
        return new ResourceInfo(
                resource.name(),
                resource.description(),
                resource.isHidden(),
                properties(valueType, properties),
                resource.attributes(),
                resource.tags());
    }

    private static ResourceInfo.Properties properties(ValueType valueType, ResourceProperties properties) {
        return new ResourceInfo.Properties(
                valueType,
                properties.readWrite().contains("R"),
                properties.readWrite().contains("W"),
                properties.units(),
                Optional.ofNullable(properties.minimum()),
                Optional.ofNullable(properties.maximum()),
                properties.defaultValue(),
                Optional.ofNullable(properties.mask()),
                properties.shift() == null ? OptionalLong.empty() : OptionalLong.of(properties.shift()),
                Optional.ofNullable(properties.scale()),
                Optional.ofNullable(properties.offset()),
                Optional.ofNullable(properties.base()),
                properties.assertion(),
                properties.mediaType(),
                properties.optional());
    }

    private static CommandInfo command(DeviceCommand command) {
        return new CommandInfo(
                command.name(),
                command.isHidden(),
                command.readWrite().contains("R"),
                command.readWrite().contains("W"),
                command.resourceOperations().stream()
                        .map(operation -> new CommandInfo.Operation(
                                operation.deviceResource(), operation.defaultValue(), operation.mappings()))
                        .toList());
    }
}
