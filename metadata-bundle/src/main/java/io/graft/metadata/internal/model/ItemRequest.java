package io.graft.metadata.internal.model;

import java.util.List;

/** One item of a request's array. The simple names of the types are those that EdgeX's messages show. */
public sealed interface ItemRequest {

    String apiVersion();

    String requestId();

    /** Collects what is wrong with what is asked for. */
    void validateContent(Problems problems);

    /**
     * Makes sure that the item can be granted, as far as it can be seen from itself.
     *
     * @throws io.graft.rest.ApiException 400 if it can't
     */
    default void validate() {
        Problems problems = Problems.of(getClass().getSimpleName());
        if (Values.text(apiVersion()).isEmpty()) {
            problems.in("BaseRequest").in("Versionable").required("ApiVersion", "");
        }
        problems.in("BaseRequest").requestId(Values.text(requestId()));
        validateContent(problems);
        problems.throwIfAny();
    }

    record AddDeviceRequest(String apiVersion, String requestId, Device device) implements ItemRequest {
        public AddDeviceRequest {
            device = Values.or(device, Device.NONE);
        }

        @Override
        public void validateContent(Problems problems) {
            device.validate(problems.in("Device"));
        }
    }

    record UpdateDeviceRequest(String apiVersion, String requestId, UpdateDevice device) implements ItemRequest {
        public UpdateDeviceRequest {
            device = Values.or(device, UpdateDevice.NONE);
        }

        @Override
        public void validateContent(Problems problems) {
            device.validate(problems.in("Device"));
        }
    }

    record DeviceProfileRequest(String apiVersion, String requestId, DeviceProfile profile) implements ItemRequest {
        public DeviceProfileRequest {
            profile = Values.or(profile, DeviceProfile.NONE);
        }

        @Override
        public void validateContent(Problems problems) {
            profile.validateParts(problems.in("Profile"));
        }

        @Override
        public void validate() {
            ItemRequest.super.validate();
            profile.validateWhole();
        }
    }

    record DeviceProfileBasicInfoRequest(String apiVersion, String requestId, ProfileBasicInfo.Update basicinfo)
            implements ItemRequest {
        public DeviceProfileBasicInfoRequest {
            basicinfo = Values.or(basicinfo, ProfileBasicInfo.Update.NONE);
        }

        @Override
        public void validateContent(Problems problems) {
            basicinfo.validate(problems.in("BasicInfo"));
        }
    }

    record DeviceProfileTagsRequest(
            String apiVersion, String requestId, List<UpdateTags> deviceResources, List<UpdateTags> deviceCommands)
            implements ItemRequest {
        public DeviceProfileTagsRequest {
            deviceResources = Values.list(deviceResources, UpdateTags.NONE);
            deviceCommands = Values.list(deviceCommands, UpdateTags.NONE);
        }

        @Override
        public void validateContent(Problems problems) {
            UpdateTags.validate(deviceResources, "DeviceResources", problems);
            UpdateTags.validate(deviceCommands, "DeviceCommands", problems);
        }
    }

    record AddDeviceResourceRequest(String apiVersion, String requestId, String profileName, DeviceResource resource)
            implements ItemRequest {
        public AddDeviceResourceRequest {
            profileName = Values.text(profileName);
            resource = Values.or(resource, DeviceResource.NONE);
        }

        @Override
        public void validateContent(Problems problems) {
            problems.name("ProfileName", profileName);
            resource.validate(problems.in("Resource"));
        }
    }

    record UpdateDeviceResourceRequest(
            String apiVersion, String requestId, String profileName, DeviceResource.Update resource)
            implements ItemRequest {
        public UpdateDeviceResourceRequest {
            profileName = Values.text(profileName);
            resource = Values.or(resource, DeviceResource.Update.NONE);
        }

        @Override
        public void validateContent(Problems problems) {
            problems.name("ProfileName", profileName);
            resource.validate(problems.in("Resource"));
        }
    }

    record AddDeviceCommandRequest(String apiVersion, String requestId, String profileName, DeviceCommand deviceCommand)
            implements ItemRequest {
        public AddDeviceCommandRequest {
            profileName = Values.text(profileName);
            deviceCommand = Values.or(deviceCommand, DeviceCommand.NONE);
        }

        @Override
        public void validateContent(Problems problems) {
            problems.name("ProfileName", profileName);
            deviceCommand.validate(problems.in("DeviceCommand"));
        }
    }

    record UpdateDeviceCommandRequest(
            String apiVersion, String requestId, String profileName, DeviceCommand.Update deviceCommand)
            implements ItemRequest {
        public UpdateDeviceCommandRequest {
            profileName = Values.text(profileName);
            deviceCommand = Values.or(deviceCommand, DeviceCommand.Update.NONE);
        }

        @Override
        public void validateContent(Problems problems) {
            problems.name("ProfileName", profileName);
            deviceCommand.validate(problems.in("DeviceCommand"));
        }
    }

    record AddDeviceServiceRequest(String apiVersion, String requestId, DeviceService service) implements ItemRequest {
        public AddDeviceServiceRequest {
            service = Values.or(service, DeviceService.NONE);
        }

        @Override
        public void validateContent(Problems problems) {
            service.validate(problems.in("Service"));
        }
    }

    record UpdateDeviceServiceRequest(String apiVersion, String requestId, UpdateDeviceService service)
            implements ItemRequest {
        public UpdateDeviceServiceRequest {
            service = Values.or(service, UpdateDeviceService.NONE);
        }

        @Override
        public void validateContent(Problems problems) {
            service.validate(problems.in("Service"));
        }
    }

    record AddProvisionWatcherRequest(String apiVersion, String requestId, ProvisionWatcher provisionWatcher)
            implements ItemRequest {
        public AddProvisionWatcherRequest {
            provisionWatcher = Values.or(provisionWatcher, ProvisionWatcher.NONE);
        }

        @Override
        public void validateContent(Problems problems) {
            provisionWatcher.validate(problems.in("ProvisionWatcher"));
        }
    }

    record UpdateProvisionWatcherRequest(String apiVersion, String requestId, UpdateProvisionWatcher provisionWatcher)
            implements ItemRequest {
        public UpdateProvisionWatcherRequest {
            provisionWatcher = Values.or(provisionWatcher, UpdateProvisionWatcher.NONE);
        }

        @Override
        public void validateContent(Problems problems) {
            provisionWatcher.validate(problems.in("ProvisionWatcher"));
        }
    }
}
