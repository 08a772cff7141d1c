package io.graft.metadata.internal.rules;

import io.graft.metadata.internal.model.AutoEvent;
import io.graft.metadata.internal.model.DeviceProfile;
import java.util.List;

/** What an automatic reading may read: a command of the profile by its name, or resources by a regular expression. */
final class AutoEventSources {

    private final DeviceProfile profile;

    AutoEventSources(DeviceProfile profile) {
        this.profile = profile;
    }

    /** Those that read what the profile has. */
    List<AutoEvent> known(List<AutoEvent> autoEvents) {
        return autoEvents.stream().filter(this::isKnown).toList();
    }

    boolean isKnown(AutoEvent autoEvent) {
        String source = autoEvent.sourceName();
        if (profile.deviceCommands().stream().anyMatch(command -> command.name().equals(source))
                || profile.deviceResources().stream()
                        .anyMatch(resource -> resource.name().equals(source))) {
            return true;
        }
        PosixPattern pattern = PosixPattern.compile(source);
        return profile.deviceResources().stream().anyMatch(resource -> pattern.matches(resource.name()));
    }
}
