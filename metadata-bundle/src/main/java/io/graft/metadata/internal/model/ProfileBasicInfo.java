package io.graft.metadata.internal.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/** A profile without its resources and commands, and views of profiles. */
public record ProfileBasicInfo(
        long created,
        long modified,
        @JsonInclude(Include.NON_EMPTY) String id,
        String name,
        @JsonInclude(Include.NON_EMPTY) String manufacturer,
        @JsonInclude(Include.NON_EMPTY) String description,
        @JsonInclude(Include.NON_EMPTY) String model,
        @JsonInclude(Include.NON_EMPTY) List<String> labels,
        long linkedDeviceCount) {

    /** A whole profile with the number of its devices, as it is served. */
    public record Linked(@JsonUnwrapped DeviceProfile profile, long linkedDeviceCount) {}

    /** What this view shows of a profile. */
    public static ProfileBasicInfo of(DeviceProfile profile, long linkedDeviceCount) {
        return new ProfileBasicInfo(
                profile.created(),
                profile.modified(),
                profile.id(),
                profile.name(),
                profile.manufacturer(),
                profile.description(),
                profile.model(),
                profile.labels(),
                linkedDeviceCount);
    }

    /** Changes of it; what is {@code null} stays as it is. */
    public record Update(
            String id, String name, String manufacturer, String description, String model, List<String> labels) {

        static final Update NONE = new Update(null, null, null, null, null, null);

        public Update {
            labels = Values.textsOrNull(labels);
        }

        /** The profile with the changes. */
        public DeviceProfile applyTo(DeviceProfile profile) {
            return new DeviceProfile(
                    profile.created(),
                    profile.modified(),
                    profile.apiVersion(),
                    profile.id(),
                    profile.name(),
                    Values.or(manufacturer, profile.manufacturer()),
                    Values.or(description, profile.description()),
                    Values.or(model, profile.model()),
                    Values.or(labels, profile.labels()),
                    profile.deviceResources(),
                    profile.deviceCommands());
        }

        void validate(Problems problems) {
            problems.identity(id, name);
        }
    }
}
