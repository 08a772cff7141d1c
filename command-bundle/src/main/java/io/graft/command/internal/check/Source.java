package io.graft.command.internal.check;

import io.graft.api.metadata.CommandInfo;
import io.graft.api.metadata.ProfileInfo;
import io.graft.api.metadata.ResourceInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What can be read or written by one name: a command of a profile, or a single resource.
 *
 * @param name its name
 * @param readable whether it can be read
 * @param writable whether it can be written
 * @param operations its resources; one or more
 */
public record Source(String name, boolean readable, boolean writable, List<Operation> operations) {

    public Source {
        Objects.requireNonNull(name, "name");
        operations = List.copyOf(operations);
    }

    /** The source of a name, be it hidden or not. A command goes before a resource of the same name. */
    public static Optional<Source> of(ProfileInfo profile, String name) {
        return profile.command(name).map(command -> of(profile, command)).or(() -> profile.resource(name)
                .map(Source::of));
    }

    /** Those that are not hidden, the commands first, in the profile's order. */
    public static List<Source> listed(ProfileInfo profile) {
        Set<String> names = new HashSet<>();
        Stream<Source> commands = profile.commands().stream()
                .filter(command -> !command.hidden() && names.add(command.name()))
                .map(command -> of(profile, command));
        Stream<Source> resources = profile.resources().stream()
                .filter(resource -> !resource.hidden() && !names.contains(resource.name()))
                .map(Source::of);
        return Stream.concat(commands, resources).toList();
    }

    private static Source of(ProfileInfo profile, CommandInfo command) {
        List<Operation> operations = command.operations().stream()
                .flatMap(each -> profile.resource(each.resource()).stream()
                        .map(resource -> new Operation(
                                resource,
                                text(each.defaultValue())
                                        .or(() -> text(resource.properties().defaultValue())),
                                each.mappings())))
                .toList();
        return new Source(command.name(), command.readable(), command.writable(), operations);
    }

    private static Source of(ResourceInfo resource) {
        ResourceInfo.Properties properties = resource.properties();
        return new Source(
                resource.name(),
                properties.readable(),
                properties.writable(),
                List.of(new Operation(resource, text(properties.defaultValue()), Map.of())));
    }

    private static Optional<String> text(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
