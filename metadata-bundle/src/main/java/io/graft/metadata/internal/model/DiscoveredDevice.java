package io.graft.metadata.internal.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;

/** What a device becomes that a provision watcher has matched. */
public record DiscoveredDevice(
        @JsonInclude(Include.NON_EMPTY) String profileName,
        String adminState,
        @JsonInclude(Include.NON_EMPTY) List<AutoEvent> autoEvents,
        Map<String, Object> properties) {

    static final DiscoveredDevice NONE = new DiscoveredDevice(null, null, null, null);

    public DiscoveredDevice {
        profileName = Values.text(profileName);
        adminState = Values.text(adminState);
        autoEvents = Values.list(autoEvents, AutoEvent.NONE);
        properties = Values.map(properties);
    }

    void validate(Problems problems) {
        problems.emptyOrNotBlank("ProfileName", profileName);
        problems.adminState("AdminState", adminState);
        AutoEvent.validate(autoEvents, problems);
        problems.free("Properties", properties);
    }

    /** Changes of it; what is {@code null} stays as it is. */
    public record Update(
            String profileName, String adminState, List<AutoEvent> autoEvents, Map<String, Object> properties) {

        static final Update NONE = new Update(null, null, null, null);

        public Update {
            autoEvents = Values.listOrNull(autoEvents, AutoEvent.NONE);
            properties = Values.mapOrNull(properties);
        }

        DiscoveredDevice applyTo(DiscoveredDevice device) {
            return new DiscoveredDevice(
                    Values.or(profileName, device.profileName()),
                    Values.or(adminState, device.adminState()),
                    Values.or(autoEvents, device.autoEvents()),
                    Values.or(properties, device.properties()));
        }

        void validate(Problems problems) {
            problems.emptyOrNotBlank("ProfileName", profileName);
            problems.adminState("AdminState", adminState);
            AutoEvent.validate(autoEvents, problems);
            problems.free("Properties", properties);
        }
    }
}
