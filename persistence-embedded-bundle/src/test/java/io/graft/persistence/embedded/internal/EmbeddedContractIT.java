package io.graft.persistence.embedded.internal;

import io.graft.api.persistence.ScratchSpaces;
import io.graft.persistence.embedded.internal.events.EventSettings;
import io.graft.persistence.tck.BundleUnderTest;
import io.graft.persistence.tck.StoreContent;
import io.graft.persistence.tck.TestedProvider;
import io.graft.persistence.tck.junit.ProviderContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

/** The embedded provider keeps the contract, with its real files. What only a server can do is left out. */
class EmbeddedContractIT extends ProviderContract {

    @TempDir
    private Path directory;

    @Override
    protected TestedProvider provider() {
        EmbeddedScratchSpaces spaces =
                new EmbeddedScratchSpaces(directory.resolve("scratch"), () -> StoreParts.of(EventSettings.DEFAULT));
        return new TestedProvider() {
            @Override
            public String name() {
                return "embedded";
            }

            @Override
            public ScratchSpaces spaces() {
                return spaces;
            }

            @Override
            public Optional<StoreContent> content() {
                return Optional.of(() -> {
                    try (var files = Files.walk(directory)) {
                        return files.map(Path::toString).collect(Collectors.toSet());
                    } catch (UncheckedIOException e) {
                        throw new IOException(e);
                    }
                });
            }

            @Override
            public Optional<BundleUnderTest> bundle() {
                Map<String, Object> settings =
                        Map.of("directory", directory.resolve("framework").toString());
                return Optional.ofNullable(System.getProperty("graft.bundle"))
                        .map(jar -> new BundleUnderTest(
                                Path.of(jar),
                                Optional.of(
                                        new BundleUnderTest.Setup(List.of(), Map.of(EmbeddedProvider.PID, settings)))));
            }

            @Override
            public void close() {
                spaces.close();
            }
        };
    }
}
