package io.graft.device.sdk.internal;

import io.graft.device.sdk.DeviceCommand;
import io.graft.device.sdk.DeviceProfile;
import io.graft.device.sdk.DeviceResource;
import io.graft.rest.ApiException;
import io.graft.rest.BoundedText;
import io.graft.rest.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What the name of a source means in a profile: a command, a resource, or a pattern of resources. */
final class Sources {

    private static final int LONGEST = 1000;

    /**
     * What is read or written.
     *
     * @param name the source's name
     * @param command the command, or null for resources by themselves
     * @param resources one or more
     */
    record Source(String name, DeviceCommand command, List<DeviceResource> resources) {

        Map<String, Object> tags() {
            return command == null ? Map.of() : command.tags();
        }

        /** What the command says of a resource. */
        Optional<DeviceCommand.Operation> operation(String resource) {
            return command == null
                    ? Optional.empty()
                    : command.operations().stream()
                            .filter(each -> each.resource().equals(resource))
                            .findFirst();
        }
    }

    private Sources() {}

    /** The source that is read; 404 if there is none, 405 if it is write-only, 400 if it is no pattern either. */
    static Source readable(DeviceProfile profile, String name, boolean pattern) {
        Optional<DeviceCommand> command = profile.command(name);
        if (command.isPresent()) {
            require(command.get().readable(), "DeviceCommand " + name + " is marked as write-only");
            return new Source(name, command.get(), resources(profile, command.get()));
        }
        Optional<DeviceResource> resource = profile.resource(name);
        if (resource.isPresent()) {
            require(resource.get().readable(), "DeviceResource " + name + " is marked as write-only");
            return new Source(name, null, List.of(resource.get()));
        }
        List<DeviceResource> matching = pattern ? matching(profile, name) : List.of();
        if (matching.isEmpty()) {
            throw ApiException.notFound(
                    (pattern ? "Regex " : "") + "DeviceResource " + name + " not found in profile " + profile.name());
        }
        List<DeviceResource> readable =
                matching.stream().filter(DeviceResource::readable).toList();
        require(!readable.isEmpty(), "no readable resources matched with " + name);
        return new Source(name, null, readable);
    }

    /** The source that is written; 404 if there is none, 405 if it is read-only. */
    static Source writable(DeviceProfile profile, String name) {
        Optional<DeviceCommand> command = profile.command(name);
        if (command.isPresent()) {
            require(command.get().writable(), "DeviceCommand " + name + " is marked as read-only");
            return new Source(name, command.get(), resources(profile, command.get()));
        }
        DeviceResource resource = profile.resource(name)
                .orElseThrow(() ->
                        ApiException.notFound("DeviceResource " + name + " not found in profile " + profile.name()));
        require(resource.writable(), "DeviceResource " + name + " is marked as read-only");
        return new Source(name, null, List.of(resource));
    }

    private static List<DeviceResource> resources(DeviceProfile profile, DeviceCommand command) {
        List<DeviceResource> resources = new ArrayList<>();
        for (DeviceCommand.Operation each : command.operations()) {
            resources.add(profile.resource(each.resource())
                    .orElseThrow(() -> new ApiException(
                            ErrorKind.SERVER_ERROR,
                            "DeviceResource " + each.resource() + " of command " + command.name()
                                    + " is not defined in profile " + profile.name())));
        }
        return resources;
    }

    private static List<DeviceResource> matching(DeviceProfile profile, String expression) {
        if (expression.length() > LONGEST) {
            throw ApiException.invalid("a resource's pattern has at most " + LONGEST + " characters");
        }
        try {
            Pattern pattern = Pattern.compile(expression);
            return profile.resources().stream()
                    .filter(each ->
                            pattern.matcher(new BoundedText(each.name())).matches())
                    .toList();
        } catch (PatternSyntaxException e) {
            throw new ApiException(
                    ErrorKind.CONTRACT_INVALID,
                    "'" + expression + "' is neither a command nor a resource of profile " + profile.name()
                            + " nor a pattern: " + e.getDescription(),
                    e);
        } catch (BoundedText.TooLongException | StackOverflowError e) {
            throw new ApiException(
                    ErrorKind.CONTRACT_INVALID, "the pattern '" + expression + "' takes too long to match", e);
        }
    }

    private static void require(boolean allowed, String message) {
        if (!allowed) {
            throw new ApiException(ErrorKind.NOT_ALLOWED, message);
        }
    }
}
